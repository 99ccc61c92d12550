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
    let isNPY = generator.once(in: 2)
    var paths: [String] = []
    for shard in 0..<(isNPY ? 1 : 1 + generator.below(3)) {
      var file =
        isNPY
        ? FileCase.npy(using: &generator)
        : FileCase.safetensors(using: &generator)
      if generator.once(in: 3) { fillPage(&file, isNPY: isNPY) }
      let path = "\(name)-\(shard).\(isNPY ? "npy" : "safetensors")"
      try Data(file).write(to: URL(filePath: path))
      paths.append(path)
    }
    do throws(FileError) {
      if isNPY {
        let array = try StoredArray(path: paths[0])
        return try read(array)
      }
      let shards = try ArrayCollection(paths: paths)
      for name in shards.names.map(Optional.init) + [nil] {
        let all: ConcatenatedArray
        do throws(FileError) {
          all = try shards.array(tensor: name)
        } catch {
          // The other tensors may be good.
          guard isMessage(error.description) else { return "\(error)" }
          continue
        }
        for part in all.parts {
          if let what = try read(part.array) { return what }
        }
        let rows = all.parts.reduce(0) { $0 + $1.array.count }
        guard rows == all.count else {
          return "\(rows) instead of \(all.count)"
        }
      }
      return nil
    } catch {
      return isMessage(error.description) ? nil : "the message '\(error)'"
    }
  }

  /// Reads all elements, at once and in two parts.
  private func read(_ array: StoredArray) -> String? {
    func read<Element: FixedWidthInteger & BitwiseCopyable>(
      _: Element.Type
    ) -> String? {
      func parity(_ range: Range<Int>) -> Element {
        array.withBits(range, as: Element.self) { $0.reduce(0, ^) }
      }
      let (count, half) = (array.count, array.count / 2)
      return parity(0..<count) == parity(0..<half) ^ parity(half..<count)
        ? nil : "parts of \(count) elements are not the whole"
    }
    return switch array.elementType.size {
    case 1: read(UInt8.self)
    case 2: read(UInt16.self)
    case 4: read(UInt32.self)
    default: read(UInt64.self)
    }
  }

  /// Makes the file as long as whole pages: its last bytes are elements.
  private func fillPage(_ file: inout [UInt8], isNPY: Bool) {
    let padding = (4096 - file.count % 4096) % 4096
    guard isNPY else {
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
    // NumPy's readers take what is after the elements, too.
    file += Array(repeating: 0x20, count: padding)
  }
}
