//! A program for systems whose standard library is not here: two calls of the shape that generated code has, one of them reachable.
//! `.ci/linked` compiles and links it.
#![feature(no_core, lang_items, auto_traits)]
#![allow(internal_features)]
#![no_core]
#![no_main]

mod lang;

unsafe impl lang::Sync for Call {}
unsafe impl lang::Sync for u8 {}

/// As in the runtime: what a call is, and its marker.
pub struct Call {
    pub operation: &'static u8,
    pub marker: &'static str,
}

static OPERATION: u8 = 1;

macro_rules! call {
    ($name:ident $call:ident $marker:literal) => {
        static $call: Call = Call { operation: &OPERATION, marker: $marker };

        #[no_mangle]
        #[inline(never)]
        pub fn $name() {
            unsafe { send(&$call) }
        }
    };
}

call!(list_messages LIST_MESSAGES "graphdocs:v1.0 GET /me/messages\n");
call!(send_mail SEND_MAIL "graphdocs:v1.0 POST /me/sendMail\n");

#[no_mangle]
pub extern "C" fn entry() {
    list_messages()
}

extern "C" {
    fn send(call: &Call);
}
