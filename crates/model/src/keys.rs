//! The keyboard map: one table that the app obeys and that the `?` dialog lists.
//!
//! Keys act without Ctrl, Alt or Meta, and never while somebody types into a field.

use contract::catalogue::DashboardId;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Goes to a dashboard.
    Go(DashboardId),
    /// Moves the range back by its length.
    Earlier,
    /// Moves the range forward by its length.
    Later,
    /// Moves the range back by half of its length.
    EarlierHalf,
    /// Moves the range forward by half of its length.
    LaterHalf,
    /// Doubles the range.
    ZoomOut,
    /// Opens the range picker.
    PickRange,
    /// Turns the comparison with the previous period on or off.
    ToggleCompare,
    /// Asks for new data now.
    RefreshNow,
    /// Turns live updates on, or off where they are on.
    ToggleLive,
    /// Switches between UTC and local time.
    ToggleZone,
    /// Switches between the dark and the light theme.
    ToggleTheme,
    /// Shows the keys.
    ShowKeys,
}

/// One row of the keyboard map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The keys, one after the other, as `KeyboardEvent.key` names them.
    pub keys: &'static [&'static str],
    /// What they do.
    pub action: Action,
    /// What they do, in words.
    pub words: &'static str,
}

const fn binding(keys: &'static [&'static str], action: Action, words: &'static str) -> Binding {
    Binding { keys, action, words }
}

/// The keyboard map, in the order of the `?` dialog.
pub const BINDINGS: [Binding; 22] = [
    binding(&["1"], Action::Go(DashboardId::Overview), "System Overview"),
    binding(&["2"], Action::Go(DashboardId::Generations), "Generation Pipeline"),
    binding(&["3"], Action::Go(DashboardId::Api), "API Performance"),
    binding(&["4"], Action::Go(DashboardId::Queues), "Queue Health"),
    binding(&["5"], Action::Go(DashboardId::Providers), "Provider Status"),
    binding(&["g", "o"], Action::Go(DashboardId::Overview), "System Overview"),
    binding(&["g", "g"], Action::Go(DashboardId::Generations), "Generation Pipeline"),
    binding(&["g", "a"], Action::Go(DashboardId::Api), "API Performance"),
    binding(&["g", "q"], Action::Go(DashboardId::Queues), "Queue Health"),
    binding(&["g", "p"], Action::Go(DashboardId::Providers), "Provider Status"),
    binding(&["t"], Action::PickRange, "Choose the time range"),
    binding(&["["], Action::Earlier, "Earlier by the whole range"),
    binding(&["]"], Action::Later, "Later by the whole range"),
    binding(&["{"], Action::EarlierHalf, "Earlier by half of the range"),
    binding(&["}"], Action::LaterHalf, "Later by half of the range"),
    binding(&["-"], Action::ZoomOut, "Zoom out: twice the range"),
    binding(&["c"], Action::ToggleCompare, "Compare with the previous period"),
    binding(&["r"], Action::RefreshNow, "Refresh now"),
    binding(&["l"], Action::ToggleLive, "Live updates on or off"),
    binding(&["u"], Action::ToggleZone, "UTC or local time"),
    binding(&["d"], Action::ToggleTheme, "Dark or light theme"),
    binding(&["?"], Action::ShowKeys, "Show these keys"),
];

/// What pressing a key led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// The key ends a binding.
    Action(Action),
    /// The key begins a binding of two keys; the next one decides.
    Waiting,
    /// The key means nothing.
    Nothing,
}

/// What `key` means after `before`, the first key of a pair that was pressed just now.
pub fn press(before: Option<&str>, key: &str) -> Pressed {
    let bound = BINDINGS.iter().find(|binding| match (before, binding.keys) {
        (Some(before), [first, second]) => *first == before && *second == key,
        (None, [only]) => *only == key,
        _ => false,
    });
    if let Some(binding) = bound {
        return Pressed::Action(binding.action);
    }
    if before.is_some() {
        // A wrong second key counts as a first one.
        return press(None, key);
    }
    let begins = BINDINGS.iter().any(|binding| matches!(binding.keys, [first, _] if *first == key));
    if begins { Pressed::Waiting } else { Pressed::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_what_the_table_says() {
        assert_eq!(press(None, "1"), Pressed::Action(Action::Go(DashboardId::Overview)));
        assert_eq!(press(None, "g"), Pressed::Waiting);
        assert_eq!(press(Some("g"), "q"), Pressed::Action(Action::Go(DashboardId::Queues)));
        assert_eq!(press(Some("g"), "t"), Pressed::Action(Action::PickRange));
        assert_eq!(press(Some("g"), "x"), Pressed::Nothing);
        assert_eq!(press(None, "Escape"), Pressed::Nothing);
    }

    #[test]
    fn no_key_means_two_things() {
        for (index, one) in BINDINGS.iter().enumerate() {
            for other in BINDINGS.iter().skip(index + 1) {
                assert_ne!(one.keys, other.keys);
                let is_prefix = matches!((one.keys, other.keys), ([single], [first, _]) | ([first, _], [single]) if single == first);
                assert!(!is_prefix, "{:?} hides {:?}", one.keys, other.keys);
            }
        }
    }
}
