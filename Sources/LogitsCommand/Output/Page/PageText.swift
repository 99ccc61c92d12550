import Foundation
import Logits

/// Text and numbers in the HTML report.
enum PageText {
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// A count, with its digits in groups of three.
  static func count(_ value: Int) -> String {
    let digits = Array(String(value))
    return digits.indices.reduce(into: "") {
      if $1 > 0, (digits.count - $1) % 3 == 0 { $0 += "\u{202f}" }
      $0.append(digits[$1])
    }
  }

  /// "1 sample", "2 samples".
  static func count(_ value: Int, _ noun: String) -> String {
    let plural = noun.hasSuffix("s") ? noun + "es" : noun + "s"
    return "\(count(value)) \(value == 1 ? noun : plural)"
  }

  /// A fraction as a percentage; a dash for NaN.
  static func percent(_ fraction: Double, digits: Int = 2) -> String {
    fraction.isNaN ? "–" : decimal(fraction * 100, digits) + "\u{202f}%"
  }

  /// A loss in nats.
  static func loss(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    if value == 0 || 1e-4..<1e6 ~= abs(value) { return decimal(value, 4) }
    // In the format of the page's script.
    return String(format: "%.3e", value)
      .replacing("e+0", with: "e+").replacing("e-0", with: "e-")
  }

  /// A loss in the embedded JSON, as precise as the page shows it; `null` if it
  /// is not finite.
  static func json(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return 0.01..<1e6 ~= value
      ? decimal(value, 4) : String(format: "%.4g", value)
  }

  /// A character in a string of the embedded JSON.
  static func json(_ character: Unicode.Scalar) -> String {
    switch character {
    case "\"", "\\", "<", ">", "&", "\0"..."\u{1f}", "\u{2028}", "\u{2029}":
      String(format: "\\u%04x", character.value)
    default: String(character)
    }
  }
}
