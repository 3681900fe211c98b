//! The model as JSON: it fits its published schema, and reading it gives the same model.

use std::path::Path;
use std::process::Command;

use graphdocs_generator::ir::Api;
use serde_json::Value;

fn graphdocs(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_graphdocs"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn fits_its_schema() {
    let schema: Value = serde_json::from_slice(&graphdocs(&["ir", "--schema"])).expect("the schema is JSON");
    let model: Value = serde_json::from_slice(&graphdocs(&["ir"])).expect("the model is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let faults: Vec<String> = validator
        .iter_errors(&model)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .take(5)
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn survives_the_way_through_json() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-input");
    let api = graphdocs_generator::read(&root).expect("docs-input is there").api;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("model.json");
    std::fs::write(&file, serde_json::to_vec(&api).expect("the model is plain data"))
        .expect("it can be written");
    assert_eq!(graphdocs_generator::read_model(&file).expect("it can be read"), api);

    let other = Api { format: Api::FORMAT + 1, ..api };
    std::fs::write(&file, serde_json::to_vec(&other).expect("the model is plain data"))
        .expect("it can be written");
    let error = graphdocs_generator::read_model(&file).expect_err("the format is not known");
    assert!(error.to_string().contains("is a model in format 2"), "{error}");
}
