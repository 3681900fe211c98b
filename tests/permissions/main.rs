//! `graphdocs permissions` and `graphdocs export permissions` seen from outside.

#![allow(unreachable_pub, reason = "the helpers are shared by the modules of this test")]

mod audit;
mod by_app;
mod compare;
mod export;
mod facts;
mod granted;
mod logged;
mod program;
mod query;
mod readme;
mod review;
mod seeds;
mod support;
mod uses;
mod wrong_elsewhere;
