//! Bytes that were read and are still needed, in room that is used again.

use std::io::{self, ErrorKind, Read};

/// The bytes.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    room: Vec<u8>,
    held: usize,
}

impl Buffer {
    /// What is held.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.room[..self.held]
    }

    /// Reads until so many bytes are held; answers whether the input ended before.
    pub(crate) fn fill(&mut self, input: &mut impl Read, most: usize) -> io::Result<bool> {
        if self.room.len() < most {
            self.room.resize(most, 0);
        }
        while self.held < most {
            match input.read(&mut self.room[self.held..most]) {
                Ok(0) => return Ok(true),
                Ok(count) => self.held += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// Lets go of so many bytes at the beginning.
    pub(crate) fn release(&mut self, count: usize) {
        self.room.copy_within(count..self.held, 0);
        self.held -= count;
    }
}
