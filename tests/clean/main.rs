//! What leaves is clean: no character of a page, a file name or an input steers a terminal, ends a line, or says a secret, whatever the
//! command and the format; and whoever closes a pipe gets a quiet end.

mod hidden;
mod pipes;
mod secrets;
mod support;
