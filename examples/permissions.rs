//! Which permissions a request needs: from its builder, from the constants, and from the address of a request.

use msgraph::core::{Method, Scheme};
use msgraph::v1_0::operations;
use msgraph::{Client, Result, permissions};

fn main() -> Result<()> {
    let graph = Client::builder().credential("a token").build()?;
    let request = graph.v1_0().me().messages().list();
    let operation = request.operation().expect("a generated method made the request");
    println!("{operation}: {}", operation.permissions);

    let needs = &operations::ME_SEND_MAIL.permissions;
    let granted = [permissions::MAIL_SEND];
    assert!(needs.of(Scheme::DelegatedWork).satisfied_by(&granted));
    assert_eq!(operations::ME_SEND_MAIL.method, Method::Post);
    println!("{}: {}", operations::ME_SEND_MAIL, needs.of(Scheme::DelegatedWork));
    Ok(())
}
