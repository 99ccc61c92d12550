import Foundation
import TestSupport

extension TemporaryFolder {
  /// Writes an NPY file of Float zeros, which takes no room on the disk.
  borrowing func writeZeros(
    _ name: String, _ samples: Int, _ classes: Int
  ) throws -> String {
    try write(
      name, "<f4", [samples, classes], [] as [Float],
      zeroBytes: 4 * samples * classes)
  }
}

/// Multiples of 1/8 below 8 in magnitude, which all types can represent.
enum Eighths {
  static func values(_ count: Int) -> [Double] {
    (0..<count).map { Double($0 * 37 % 121 - 60) / 8 }
  }

  static func float16(_ values: [Double]) -> [UInt16] {
    values.map { value in
      guard value != 0 else { return 0 }
      return (value < 0 ? 0x8000 : 0) | UInt16(Int(value.exponent) + 15) << 10
        | UInt16((abs(value).significand - 1) * 1024)
    }
  }

  static func bfloat16(_ values: [Double]) -> [UInt16] {
    values.map { UInt16(Float($0).bitPattern >> 16) }
  }
}

func contents(of path: String) throws -> Data {
  try Data(contentsOf: URL(filePath: path))
}
