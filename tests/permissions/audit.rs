//! `permissions audit` on files of every format.

use object::write::{Object, StandardSection, pe};
use object::{Architecture, BinaryFormat, Endianness};

use super::support::{World, left_open, name, names, text};

/// What a compiler makes of two reachable calls: texts side by side in one section, and one more in another.
const CONSTANTS: &[u8] = b"user-agentgraphdocs:v1.0 GET /me/messages\ngraphdocs:v1.0 GET /me\ninvalid utf-8";
const DATA: &[u8] = b"\0\0\0graphdocs:beta GET /me/onlyBeta\n\0";
const CALLS: [&str; 3] = ["v1.0 GET /me", "v1.0 GET /me/messages", "beta GET /me/onlyBeta"];

/// An object file, or with the kind of an executable written into its header.
fn object(format: BinaryFormat, architecture: Architecture, executable: bool) -> Vec<u8> {
    let mut object = Object::new(format, architecture, Endianness::Little);
    for (section, bytes) in [(StandardSection::ReadOnlyData, CONSTANTS), (StandardSection::Data, DATA)] {
        let section = object.section_id(section);
        object.append_section_data(section, bytes, 8);
    }
    let mut bytes = object.write().expect("an object");
    if executable {
        match format {
            // `e_type` becomes ET_EXEC, `filetype` MH_EXECUTE.
            BinaryFormat::Elf => bytes[16] = 2,
            BinaryFormat::MachO => bytes[12] = 2,
            _ => unreachable!("PE has a writer of its own"),
        }
    }
    bytes
}

fn windows() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = pe::Writer::new(true, 0x1000, 0x200, &mut bytes);
    writer.reserve_dos_header_and_stub();
    writer.reserve_nt_headers(16);
    writer.reserve_section_headers(2);
    let constants = writer.reserve_rdata_section(CONSTANTS.len() as u32);
    let data = writer.reserve_data_section(DATA.len() as u32, DATA.len() as u32);
    writer.write_dos_header_and_stub().expect("there is room");
    writer.write_nt_headers(pe::NtHeaders {
        machine: object::pe::IMAGE_FILE_MACHINE_AMD64,
        time_date_stamp: 0,
        characteristics: object::pe::IMAGE_FILE_EXECUTABLE_IMAGE,
        major_linker_version: 0,
        minor_linker_version: 0,
        address_of_entry_point: 0,
        image_base: 0x1_4000_0000,
        major_operating_system_version: 0,
        minor_operating_system_version: 0,
        major_image_version: 0,
        minor_image_version: 0,
        major_subsystem_version: 0,
        minor_subsystem_version: 0,
        subsystem: object::pe::IMAGE_SUBSYSTEM_WINDOWS_CUI,
        dll_characteristics: Default::default(),
        size_of_stack_reserve: 0,
        size_of_stack_commit: 0,
        size_of_heap_reserve: 0,
        size_of_heap_commit: 0,
    });
    writer.write_section_headers();
    writer.write_section(constants.file_offset, CONSTANTS);
    writer.write_section(data.file_offset, DATA);
    bytes
}

/// A Mach-O file for two processors: a header that names the place of each.
fn universal() -> Vec<u8> {
    let parts = [
        object(BinaryFormat::MachO, Architecture::X86_64, true),
        object(BinaryFormat::MachO, Architecture::Aarch64, true),
    ];
    let mut header: Vec<u8> = [0xcafe_babe_u32, 2].iter().flat_map(|word| word.to_be_bytes()).collect();
    let mut body: Vec<u8> = Vec::new();
    for (part, processor) in parts.iter().zip([0x0100_0007_u32, 0x0100_000c]) {
        let offset = 48 + body.len() as u32;
        let words = [processor, 0, offset, part.len() as u32, 0];
        header.extend(words.iter().flat_map(|word| word.to_be_bytes()));
        body.extend(part);
    }
    header.extend(body);
    header
}

/// A static library of one object.
fn library() -> Vec<u8> {
    let object = object(BinaryFormat::Elf, Architecture::X86_64, false);
    let header = format!("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", "one.o/", 0, 0, 0, 644, object.len());
    [b"!<arch>\n", header.as_bytes(), &object].concat()
}

/// The calls that are found in a program, and why the answer is not whole.
#[track_caller]
fn audit(world: &World, program: &[u8]) -> (Vec<String>, Vec<String>) {
    let program = world.write("program", program);
    let answer = world.json(&["permissions", "audit", &program.to_string_lossy()]);
    assert_eq!(answer["unknown"], serde_json::json!([]));
    let calls = answer["calls"].as_array().expect("calls").iter().map(name).collect();
    let open: Vec<&str> = left_open(&answer).into_iter().filter(|why| *why == "notLinked").collect();
    (calls, open.into_iter().map(str::to_owned).collect())
}

#[test]
fn executables_of_every_system() {
    let world = World::new();
    let programs = [
        ("ELF", object(BinaryFormat::Elf, Architecture::X86_64, true)),
        ("ELF for Arm", object(BinaryFormat::Elf, Architecture::Aarch64, true)),
        ("Mach-O", object(BinaryFormat::MachO, Architecture::Aarch64, true)),
        ("Mach-O for two", universal()),
        ("PE", windows()),
    ];
    for (format, program) in programs {
        let (calls, open) = audit(&world, &program);
        assert_eq!(calls, CALLS, "{format}");
        assert_eq!(open, [""; 0], "{format}");
    }
}

#[test]
fn what_is_not_linked_is_said_to_hold_too_much() {
    let world = World::new();
    let programs = [
        ("ELF", object(BinaryFormat::Elf, Architecture::X86_64, false)),
        ("Mach-O", object(BinaryFormat::MachO, Architecture::Aarch64, false)),
        ("COFF", object(BinaryFormat::Coff, Architecture::X86_64, false)),
        ("a static library", library()),
    ];
    for (format, program) in programs {
        let (calls, open) = audit(&world, &program);
        assert_eq!(calls, CALLS, "{format}");
        assert_eq!(open, ["notLinked"], "{format}");
    }
}

#[test]
fn raw_requests_are_left_open() {
    let world = World::new();
    let bytes = b"\x7fELF\0graphdocs:v1.0 GET /me\ngraphdocs:raw request\n/v1.0/me/messagesinvalid\0/v1.0/undocumented\0";
    let raw = world.write("program", bytes.as_slice()).to_string_lossy().into_owned();
    let answer = world.json(&["permissions", "audit", &raw]);
    assert_eq!(
        answer["calls"].as_array().expect("calls").iter().map(name).collect::<Vec<_>>(),
        ["v1.0 GET /me"]
    );
    assert_eq!(answer["leftOpen"][0]["why"], "rawRequests");
    assert_eq!(answer["leftOpen"][0]["hints"], serde_json::json!(["/v1.0/me/messages"]));
    let output = world.run(&["permissions", "audit", &raw, "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    let said = "raw requests are made; their paths cannot be seen: ";
    assert!(text(&output).contains(said) && text(&output).contains("look like paths: `/v1.0/me/messages`"));
    assert_eq!(world.run(&["permissions", "audit", &raw]).status.code(), Some(0));
    let granted = world.write("granted.txt", "User.Read").to_string_lossy().into_owned();
    for format in ["text", "json", "markdown", "sarif"] {
        let review = ["permissions", "audit", &raw, "--granted", &granted, "--format", format];
        let output = world.run(&review);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(text(&output).contains("raw requests are made"), "{format}");
        assert_eq!(world.run(&[&review[..], &["--strict"]].concat()).status.code(), Some(1), "{format}");
    }
    let plain = world.write("plain", b"graphdocs:v1.0 GET /me\n/v1.0/me/messages".as_slice());
    assert_eq!(left_open(&world.json(&["permissions", "audit", &plain.to_string_lossy()])), [""; 0]);
}

#[test]
fn programs_are_audited_by_their_bytes() {
    let world = World::new();
    let program = world.write(
        "program",
        b"\x7fELF\0\0graphdocs:v1.0 GET /me/messagesgraphdocs:v1.0 GET /me\ngraphdocs:beta GET /elsewhere\0"
            .as_slice(),
    );
    let program = program.to_string_lossy();
    let answer = world.json(&["permissions", "audit", &program]);
    let calls: Vec<String> = answer["calls"].as_array().expect("calls").iter().map(name).collect();
    assert_eq!(calls, ["v1.0 GET /me", "v1.0 GET /me/messages"]);
    assert_eq!(answer["unknown"][0]["request"], "beta GET /elsewhere");
    assert_eq!(names(&answer["schemes"][0]["sets"][0]), ["Mail.Read", "User.Read"]);

    let granted = world.write("granted.txt", "Mail.Read User.Read Group.Read.All");
    let output = world.run(&["permissions", "audit", &program, "--granted", &granted.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("none of the calls needs `Group.Read.All`"));
    // What an audit prints is a list of uses.
    let audit =
        world.write("audit.json", world.run(&["permissions", "audit", &program, "--format", "json"]).stdout);
    let least =
        world.json(&["permissions", "least", "--uses", &audit.to_string_lossy(), "--scheme", "delegated"]);
    assert_eq!(names(&least["schemes"][0]["sets"][0]), ["Mail.Read", "User.Read"]);
}
