import ArrayFiles
import TestSupport
import Testing

/// What llama-perplexity writes: tokens, and a scale, a minimum and integers for
/// each position of the second half of a context.
@Suite struct LogProbabilitiesTests {
  private func header(_ length: Int32, _ vocabulary: Int32, _ contexts: Int32)
    -> [UInt8]
  {
    Array("_logits_".utf8)
      + [length, vocabulary, contexts].flatMap { little($0) }
  }

  @Test(arguments: [2, 3, 8, 9], [1, 4, 5])
  func records(_ half: Int, _ vocabulary: Int) throws {
    let (length, contexts) = (2 * half + half % 2, 3)
    let first = length / 2
    var bytes = header(Int32(length), Int32(vocabulary), Int32(contexts))
    bytes += (0..<contexts * length).flatMap { little(Int32($0)) }
    var logits: [Float] = []
    var labels: [Int] = []
    for context in 0..<contexts {
      for position in first..<length - 1 {
        let scale = 0.125 + Float(position)
        let minimum = -Float(context)
        bytes += little(scale.bitPattern) + little(minimum.bitPattern)
        for token in 0..<vocabulary {
          let q = UInt16(65_535 - 7 * token - position)
          bytes += little(q)
          logits.append(scale * Float(q) + minimum)
        }
        if vocabulary % 2 == 1 { bytes += [9, 9] }
        labels.append(context * length + position + 1)
      }
    }
    let folder = try TemporaryFolder()
    let path = try folder.write("x.kld", bytes: bytes)
    let collection = try ArrayCollection(paths: [path])
    #expect(collection.names == ["logits", "labels"])
    // The logits, as there are labels beside them.
    let array = try collection.array()
    #expect(array.shape == [labels.count, vocabulary])
    let reader = ArrayReader<Float>(array)
    for start in 0...logits.count {
      for end in [start, (start + logits.count) / 2, logits.count]
      where end >= start {
        #expect(
          try reader.withElements(start..<end) { Array($0) }
            == Array(logits[start..<end]))
      }
    }
    let tokens = ArrayReader<Int>(try collection.array(tensor: "labels"))
    #expect(try tokens.withElements(0..<labels.count) { Array($0) } == labels)
    for count in 8..<bytes.count {
      let cut = try folder.write("y.kld", bytes: Array(bytes.prefix(count)))
      #expect(
        message(try StoredArray(path: cut))?.contains("truncated") == true)
    }
  }

  @Test(
    arguments: [
      (8, 5, 0, "nothing to evaluate"), (2, 5, 3, "nothing to evaluate"),
      (8, 0, 3, "nothing to evaluate"), (-8, 5, 3, "nothing to evaluate"),
      (8, .min, 3, "nothing to evaluate"), (.max, .max, .max, "is truncated"),
      (3, .max, 1, "is truncated"), (.max, 1, 1, "is truncated"),
    ] as [(Int32, Int32, Int32, String)])
  func hostileLengths(
    _ length: Int32, _ vocabulary: Int32, _ contexts: Int32, _ words: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "x.kld", bytes: header(length, vocabulary, contexts), zeroBytes: 100)
    #expect(message(try StoredArray(path: path))?.contains(words) == true)
  }
}
