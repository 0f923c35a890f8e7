//! Shares and how sure they are.

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub hits: u64,
    pub of: u64,
}

impl Share {
    pub fn of(hits: u64, of: u64) -> Self {
        Self { hits, of }
    }

    pub fn add(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.of += 1;
    }

    pub fn join(&mut self, other: Self) {
        self.hits += other.hits;
        self.of += other.of;
    }

    pub fn value(self) -> f64 {
        if self.of == 0 { f64::NAN } else { self.hits as f64 / self.of as f64 }
    }

    /// The interval of Wilson at 95 % (E. B. Wilson, JASA 22, 1927).
    pub fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        let n = self.of as f64;
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (share, z2) = (self.value(), Z * Z);
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }

    /// For a table: the share, and its interval where it is not whole.
    pub fn cell(self) -> String {
        let (low, high) = self.interval();
        match self.of {
            0 => "–".to_owned(),
            of if self.hits == of => "1".to_owned(),
            _ => format!("{:.2} ({low:.2}–{high:.2})", self.value()),
        }
    }

    /// For a table of what should be none.
    pub fn fault(self) -> String {
        let (low, high) = self.interval();
        match self {
            Self { of: 0, .. } => "–".to_owned(),
            Self { hits: 0, of } => format!("0 of {of} (≤ {:.2} %)", high * 100.0),
            Self { hits, of } => format!("{hits} of {of} ({:.2}–{:.2} %)", low * 100.0, high * 100.0),
        }
    }
}
