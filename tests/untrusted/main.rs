//! What surrounds a run is not trusted: programs that git data names, links and devices in the place of files, the end of the run itself.

#![cfg(unix)]

mod files;
mod git;
mod killed;
mod repositories;
mod support;
