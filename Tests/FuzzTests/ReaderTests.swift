import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Readers of files of any bytes: an error, or an array within the file.
@Suite struct ReaderTests {
  /// Headers of bytes after which no memory is.
  @Test func anyHeaders() {
    FuzzRun(kind: .headers, short: 20_000, share: 3300).run {
      let arena = Arena()
      return { seed in
        var generator = SeededGenerator(seed: seed)
        let isNPY = generator.once(in: 2)
        let file =
          isNPY
          ? FileCase.npy(using: &generator)
          : FileCase.safetensors(using: &generator)
        let start = arena.start + (Arena.size - file.count)
        file.withUnsafeBytes {
          if let source = $0.baseAddress {
            start.copyMemory(from: source, byteCount: file.count)
          }
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: file.count)
        return isNPY ? failure(npy: bytes) : failure(safetensors: bytes)
      }
    }
  }

  private func failure(npy bytes: UnsafeRawBufferPointer) -> String? {
    do throws(HeaderError) {
      let header = try NPYHeader(parsing: bytes)
      let size = header.elementType.size
      return fits(header.shape, size, header.dataOffset, bytes.count)
        ? nil : "\(header) is beyond \(bytes.count) bytes"
    } catch {
      return isMessage(error.reason) ? nil : "the message '\(error.reason)'"
    }
  }

  private func failure(safetensors bytes: UnsafeRawBufferPointer) -> String? {
    do throws(HeaderError) {
      for tensor in try SafetensorsHeader(parsing: bytes).tensors {
        let size = tensor.elementType?.size
        guard tensor.bytes.lowerBound >= 8,
          tensor.bytes.upperBound <= bytes.count,
          size.map({
            fits(
              tensor.shape, $0, tensor.bytes.lowerBound,
              tensor.bytes.upperBound)
          }) ?? true
        else { return "\(tensor) is beyond \(bytes.count) bytes" }
      }
      return nil
    } catch {
      return isMessage(error.reason) ? nil : "the message '\(error.reason)'"
    }
  }

  private func fits(
    _ shape: [Int], _ size: Int, _ start: Int, _ end: Int
  ) -> Bool {
    var count = size
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, extent >= 0 else { return false }
      count = product
    }
    return start >= 0 && count <= end - start
  }
}

/// Whether a text fits on a line of its own.
func isMessage(_ text: String) -> Bool {
  !text.isEmpty && text.utf8.count < 2000
    && !text.unicodeScalars.contains {
      $0.properties.generalCategory == .control
    }
}
