//! Tables of bodies and the items they hold.
