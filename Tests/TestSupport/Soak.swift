import Foundation

/// Whether tests take their long form: all sizes, many repetitions.
package enum Soak {
  package static let isOn =
    ProcessInfo.processInfo.environment["LOGITS_SOAK"] != nil
}
