import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files of any bytes, mapped: some fill their last page, after which reads
/// crash.
@Suite struct FileTests {
  @Test func anyFiles() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("")
    FuzzRun(kind: .files, short: 1_000, share: 200).run {
      // Each thread writes files of its own.
      let name = UUID().uuidString
      return { seed in
        do {
          return try failure(seed, root + "/" + name)
        } catch {
          return "\(error)"
        }
      }
    }
  }

  private func failure(_ seed: UInt64, _ name: String) throws -> String? {
    var generator = SeededGenerator(seed: seed)
    let format = generator.one(of: FileFormat.allCases)
    var paths: [String] = []
    for shard in 0..<(format == .npy ? 1 : 1 + generator.below(3)) {
      var file = format.file(using: &generator)
      if generator.once(in: 3) { fillPage(&file, format) }
      let path = "\(name)-\(shard).\(format.rawValue)"
      try Data(file).write(to: URL(filePath: path))
      paths.append(path)
    }
    do {
      let files = try ArrayCollection(paths: paths)
      for name in files.names.map(Optional.init) + [nil, "*"] {
        do {
          if let what = try read(files.array(tensor: name)) { return what }
        } catch let error as FileError {
          // The other arrays may be good.
          guard isMessage(error.description) else { return "\(error)" }
        }
      }
      return nil
    } catch let error as FileError {
      return isMessage(error.description) ? nil : "the message '\(error)'"
    }
  }

  private func read(_ all: ConcatenatedArray) throws -> String? {
    for part in all.parts {
      if let what = try read(part.array) { return what }
    }
    let count = all.parts.reduce(0) { $0 + $1.array.count }
    guard count == all.count else { return "\(count) instead of \(all.count)" }
    // As numbers, at once and in two ranges, the second first.
    let numbers = ArrayReader<Double>(all)
    func bits(_ range: Range<Int>) throws -> [UInt64] {
      try numbers.withElements(range) { $0.map(\.bitPattern) }
    }
    let whole = try bits(0..<count)
    let end = try bits(count / 2..<count)
    return try bits(0..<count / 2) + end == whole
      ? nil : "ranges of \(count) numbers are not the whole"
  }

  /// Reads all elements, at once and in two parts.
  private func read(_ array: StoredArray) throws -> String? {
    func read<Element: FixedWidthInteger & BitwiseCopyable>(
      _: Element.Type
    ) throws -> String? {
      func parity(_ range: Range<Int>) throws -> Element {
        try array.withBits(range, as: Element.self) { $0.reduce(0, ^) }
      }
      let (count, half) = (array.count, array.count / 2)
      let whole = try parity(0..<count)
      return try parity(0..<half) ^ parity(half..<count) == whole
        ? nil : "parts of \(count) elements are not the whole"
    }
    return switch array.elementType.size {
    case 1: try read(UInt8.self)
    case 2: try read(UInt16.self)
    case 4: try read(UInt32.self)
    default: try read(UInt64.self)
    }
  }

  /// Makes the file as long as whole pages: its last bytes are elements.
  private func fillPage(_ file: inout [UInt8], _ format: FileFormat) {
    let padding = (4096 - file.count % 4096) % 4096
    if format == .safetensors {
      // Spaces at the end of the header, which is then longer.
      guard file.count >= 8 else { return }
      let length = file[..<8].reversed().reduce(0 as UInt64) {
        $0 << 8 | UInt64($1)
      }
      guard length < UInt64(file.count - 8) else { return }
      let space = [UInt8](repeating: 0x20, count: padding)
      file.insert(contentsOf: space, at: 8 + Int(length))
      for i in 0..<8 {
        file[i] = UInt8((Int(length) + padding) >> (8 * i) & 0xff)
      }
      return
    }
    // A ZIP file ends with its directory.
    guard format != .npz, format != .torch else { return }
    // What is after the elements is left alone, and so are spaces after numbers.
    file += Array(repeating: 0x20, count: padding)
  }
}

/// The formats, by the end of a file's name.
private enum FileFormat: String, CaseIterable {
  case npy, safetensors, npz, csv
  case torch = "pt"
  case logProbabilities = "kld"

  func file(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    switch self {
    case .npy: FileCase.npy(using: &generator)
    case .safetensors: FileCase.safetensors(using: &generator)
    case .npz: FileCase.npz(using: &generator)
    case .csv: FileCase.text(using: &generator)
    case .torch: FileCase.torch(using: &generator)
    case .logProbabilities: FileCase.logProbabilities(using: &generator)
    }
  }
}
