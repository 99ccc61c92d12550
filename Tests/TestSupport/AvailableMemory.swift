import Foundation

/// The memory that processes may still take without any being put on disk, as
/// Linux estimates it; 0 elsewhere.
package enum AvailableMemory {
  package static let bytes: Int = {
    let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)
    let line = text?.split(separator: "\n").first {
      $0.hasPrefix("MemAvailable:")
    }
    let number = line?.split(separator: " ").dropFirst().first
    return (number.flatMap { Int($0) } ?? 0) * 1024
  }()
}
