extension String {
  /// The text on one line: what would move the cursor is spelled out.
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

  /// A name out of a file, fit for a message: in quotes, and not too long.
  var quoted: String {
    let longest = 80
    let start = unicodeScalars.prefix(longest)
    let dots = start.endIndex == unicodeScalars.endIndex ? "" : "…"
    return "'\(String(start).printable)\(dots)'"
  }
}

extension Collection<String> {
  /// The first few names, and how many more there are.
  var listed: String {
    if isEmpty { return "none" }
    let most = 5
    let names = prefix(most).map(\.quoted).joined(separator: ", ")
    return count > most ? "\(names) and \(count - most) more" : names
  }
}
