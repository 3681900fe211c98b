//! A program for systems whose standard library is not here: two calls of the shape that generated code has, one of them reachable, and
//! a raw request, which is reachable from the second entry alone.
//! `.ci/linked` compiles and links it.
#![feature(no_core, lang_items, auto_traits)]
#![allow(internal_features)]
#![no_core]
#![no_main]

mod lang;

unsafe impl lang::Sync for u8 {}

static OPERATION: u8 = 1;

macro_rules! call {
    ($name:ident $marker:literal) => {
        #[no_mangle]
        #[inline(never)]
        pub fn $name() {
            unsafe { send(&OPERATION, $marker) }
        }
    };
}

call!(list_messages "graphdocs:v1.0 GET /me/messages\n");
call!(send_mail "graphdocs:v1.0 POST /me/sendMail\n");
call!(raw_request "graphdocs:raw request\n");
call!(literal "/v1.0/me/calendar");

#[no_mangle]
pub extern "C" fn entry() {
    list_messages()
}

#[no_mangle]
pub extern "C" fn raw_entry() {
    list_messages();
    raw_request();
    literal()
}

extern "C" {
    fn send(operation: &u8, marker: &str);
}
