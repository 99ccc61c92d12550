# Makes a manual page of what `logits … --help` prints, for the name and version of
# the variables.

function escaped(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  return text ~ /^[.']/ ? "\\&" text : text
}

# A list of options or of subcommands, of which each may have text beside it.
function item(line) {
  sub(/^  /, "", line)
  text = ""
  if (match(line, /   *[^ ]/)) {
    text = escaped(substr(line, RSTART + RLENGTH - 1))
    line = substr(line, 1, RSTART - 1)
  }
  printf ".TP\n.B %s\n", escaped(line)
  if (text != "") print text
}

/^OVERVIEW: / {
  sub(/^OVERVIEW: /, "")
  sub(/\.$/, "")
  printf ".TH %s 1 \"\" \"logits %s\"\n", toupper(escaped(name)), version
  printf ".SH NAME\n%s \\- %s\n", escaped(name), escaped($0)
  section = "description"
  next
}
# The usage comes before the description.
/^USAGE: / {
  printf ".SH SYNOPSIS\n"
  section = "usage"
  sub(/^USAGE: /, "")
}
section == "usage" && /^$/ {
  if (description != "") {
    printf ".SH DESCRIPTION%s\n%s", description, wasExample ? ".EE\n" : ""
  }
  section = "items"
}
section == "usage" {
  sub(/^ */, "")
  print escaped($0)
}
section == "description" && /^$/ { gap = 1 }
section == "description" && /[^ ]/ {
  isExample = /^  /
  if (gap || isExample != wasExample) {
    description = description (wasExample ? "\n.EE" : "") \
      (isExample ? "\n.PP\n.EX" : "\n.PP")
  }
  description = description "\n" escaped($0)
  wasExample = isExample
  gap = 0
}
section == "items" && /^[A-Z].*:$/ {
  sub(/:$/, "")
  printf ".SH %s\n", $0
}
section == "items" && /^  [-<a-z]/ { item($0) }
section == "items" && /^   / {
  sub(/^ */, "")
  print escaped($0)
}
section == "items" && /^  [A-Z]/ { printf ".PP\n%s\n", escaped(substr($0, 3)) }
