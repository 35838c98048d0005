//! Who uses the product: a few large customers, many small ones, and their people.

use super::dice::Dice;
use super::line::{OrgId, UserId};

/// Someone at a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person {
    /// The customer.
    pub(super) org: OrgId,
    /// Which of its people.
    pub(super) user: UserId,
}

/// A customer and how many people work there.
type Org = (&'static str, u32);

/// Most of the traffic that the others do not account for.
const LARGEST: Org = ("northwind", 24);
/// Share of the traffic, and who.
const OTHERS: [(f64, Org); 7] = [
    (0.22, ("lumen", 18)),
    (0.14, ("atelier_nord", 12)),
    (0.11, ("velvetline", 9)),
    (0.08, ("kite_and_co", 7)),
    (0.06, ("harbour", 5)),
    (0.05, ("mossworks", 4)),
    (0.04, ("studio_eleven", 2)),
];
/// Who sends the bulk import of a queue backlog.
const IMPORTER: Person = Person { org: OrgId("velvetline"), user: UserId { org: "velvetline", number: 1 } };

impl Person {
    /// Someone, the busier customers more often.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let (name, people) = dice.pick(LARGEST, &OTHERS);
        // The smaller of two draws prefers low numbers: in every team a few do most of the work.
        let number = dice.below(people).min(dice.below(people)) + 1;
        Self { org: OrgId(name), user: UserId { org: name, number } }
    }

    /// Who sends the bulk import of a queue backlog.
    pub(super) const fn importer() -> Self {
        IMPORTER
    }
}
