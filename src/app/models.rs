//! Which models jobs may use.

use super::page::Page;
use super::{App, Error};
use crate::domain::model::Model;

impl App {
    /// A page of models, in the order of the catalog, and the token of the next page.
    ///
    /// # Errors
    /// A bad page.
    pub fn list_models(&self, page: &Page) -> Result<(Vec<Model>, String), Error> {
        let cursor = page.open(50, "models")?;
        let from = cursor.after::<usize>()?.unwrap_or(0);
        let models = self.catalog.list();
        let size = usize::try_from(cursor.size).unwrap_or(usize::MAX);
        let shown: Vec<Model> = models.iter().skip(from).take(size).cloned().collect();
        let next = from + shown.len();
        let token = if next < models.len() { cursor.token(&next.to_string()) } else { String::new() };
        Ok((shown, token))
    }
}
