//! What each gate of the loop is worth alone: the same loop with this one and no other.

use super::{Harm, RATES, machine, run};
use crate::doc::table;
use crate::score::Share;
use refineloop::domain::segment::Gate;
use refineloop::refine::batch::Group;
use refineloop::refine::{Gates, Machine, Settings};

/// The gates, in the order of the table. `oscillation` is none: it takes back what was accepted.
const ALL: [Gate; 15] = [
    Gate::Tags,
    Gate::Placeholders,
    Gate::Numbers,
    Gate::ProtectedTerms,
    Gate::Language,
    Gate::Length,
    Gate::Omission,
    Gate::WrapperText,
    Gate::Alignment,
    Gate::Whitespace,
    Gate::Characters,
    Gate::Findings,
    Gate::UnattributedEdit,
    Gate::EditSize,
    Gate::Verifier,
];

fn with(gates: Gates) -> impl Fn(Group) -> Machine {
    let settings = Settings { gates, ..Settings::new("example/simulated") };
    move |group| machine(group, &settings)
}

/// By models: what passes without gates, with each alone, and with all but the verifier.
pub fn table_of(wanted: usize) -> String {
    let head = ["Models", "Gate", "Rule-visible", "Partly visible", "Not visible"].map(str::to_owned);
    let mut rows = Vec::new();
    for rates in RATES {
        let mut row = |gate: &str, harm: &Harm| {
            let mut row = vec![rates.name.to_owned(), gate.to_owned()];
            row.extend([harm.visible, harm.partly, harm.invisible].map(Share::fault));
            rows.push(row);
        };
        row("none", &run(wanted, &rates, with(Gates::only(&[]))));
        for gate in ALL {
            let harm = run(wanted, &rates, with(Gates::only(&[gate])));
            row(&format!("`{}`", gate.as_str()), &harm);
            if gate == Gate::Verifier {
                let rates = super::Rates { correlated: true, ..rates };
                row("`verifier`, correlated", &run(wanted, &rates, with(Gates::only(&[gate]))));
            }
        }
        let rules: Vec<Gate> = ALL.into_iter().filter(|gate| *gate != Gate::Verifier).collect();
        row("all but `verifier`", &run(wanted, &rates, with(Gates::only(&rules))));
    }
    table(&head, &rows)
}
