extension String {
  /// The text on one line, with control characters escaped.
  var printable: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// A name from a file, for a message: quoted, and shortened if too long.
  var quoted: String {
    let start = unicodeScalars.prefix(80)
    let dots = start.endIndex == unicodeScalars.endIndex ? "" : "…"
    return "'\(String(start).printable)\(dots)'"
  }
}

extension Collection<String> {
  /// The first few names, and the number of others.
  var listed: String {
    if isEmpty { return "none" }
    let limit = 5
    let names = prefix(limit).map(\.quoted).joined(separator: ", ")
    return count > limit ? "\(names) and \(count - limit) more" : names
  }
}
