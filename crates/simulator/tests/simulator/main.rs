//! What the simulator promises: the same world however it is cut, healthy by default, in trouble
//! when asked, and on the wire as any shipper would send it.

mod causality;
mod cuts;
mod figures;
mod health;
mod server;
mod shipping;
mod trouble;
mod vocabulary;
