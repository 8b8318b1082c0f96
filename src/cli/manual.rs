//! The manual page, made from the definition of the command line.
//!
//! It is one page: each command has a section, with its synopsis and its options. It has no date, so the same source gives the same bytes. It
//! is compiled only with the feature `manual`: the program itself does not need it.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::Arguments;

/// What clap does not know.
const FURTHER: &str = r".SH FILES
An events file is \fIevents.yaml\fR in the current folder, unless another file is named.
.SH EXIT STATUS
.TP
\fB0\fR
There are no errors; there may be warnings.
.TP
\fB1\fR
The file has errors; an edit is refused; or, for \fBhealthcheck\fR, the server is not healthy.
.TP
\fB2\fR
The command was used wrongly, or an I/O error occurred.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
If it is set, reports have no colours.
.TP
\fBSOURCE_DATE_EPOCH\fR
The current time for \fBcheck\fR, \fBbuild\fR, \fBlist\fR, \fBdiff\fR and the commands that edit, in seconds since 1970.
.SH SEE ALSO
https://github.com/calfeed/calfeed
";

/// Returns the manual page of the program, in the roff format of `man`.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn manual() -> io::Result<Vec<u8>> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut page = Vec::new();
    let whole = Man::new(program.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    for command in program.get_subcommands() {
        let name = command.get_name().to_uppercase();
        writeln!(page, ".SH {name}")?;
        let mut section = Vec::new();
        let part = Man::new(command.clone());
        part.render_synopsis_section(&mut section)?;
        part.render_description_section(&mut section)?;
        part.render_options_section(&mut section)?;
        // Sections of a command are below its own.
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        page.write_all(section.as_bytes())?;
    }
    page.write_all(FURTHER.as_bytes())?;
    Ok(page)
}
