//! What `program.rs` calls, in a file of its own, so that no compiler sees that nothing is sent.
#![feature(no_core, lang_items, auto_traits)]
#![allow(internal_features)]
#![no_core]
#![no_main]

mod lang;

#[no_mangle]
pub extern "C" fn send(_: &u8, _: &str) {}
