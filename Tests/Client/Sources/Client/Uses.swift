import ArrayFiles
import Foundation
import Logits
import LogitsFoundation

// The ways in which clients hold their numbers: each compiles without a warning,
// and gives the same loss.

/// Buffers in a final class, read and written in one call.
final class Trainer {
  let loss = CrossEntropy(labelSmoothing: 0.1)
  var logits: [Float]
  var gradient: [Float]
  var probabilities: ContiguousArray<Float>

  init(_ logits: [Float]) {
    self.logits = logits
    gradient = logits
    probabilities = ContiguousArray(logits)
  }

  func step(_ labels: [UInt8]) throws -> Double {
    try softmax(logits, .rows(of: 3), into: &probabilities)
    return try loss.loss(
      logits, .rows(of: 3), targets: labels, gradient: &gradient)
  }
}

/// Two fields of one struct.
struct Model {
  var loss = CrossEntropy(labelSmoothing: 0.1)
  var logits: [Float]
  var losses: [Float] = [0, 0]
  var gradient: [Float]

  mutating func step(_ labels: [Int]) throws -> Double {
    try loss.losses(
      logits, .rows(of: 3), targets: labels, into: &losses,
      gradient: &gradient)
    return losses.reduce(0) { $0 + Double($1) } / 2
  }
}

actor Server {
  private let loss = CrossEntropy(labelSmoothing: 0.1)
  private var logits: [Float]

  init(_ logits: [Float]) { self.logits = logits }

  func step(_ labels: [Int32]) throws -> Double {
    try loss.loss(gradientInPlace: &logits, .rows(of: 3), targets: labels)
  }
}

/// A span that is passed on and used twice.
func step(
  _ logits: Span<Float>, _ labels: [Int], _ gradient: inout MutableSpan<Float>
) throws -> Double {
  let loss = CrossEntropy(labelSmoothing: 0.1)
  try softmax(logits, .rows(of: 3), into: &gradient)
  return try loss.loss(
    logits, .rows(of: 3), targets: labels, gradient: &gradient)
}

/// An array type of the client's own.
struct Tensor {
  let memory: UnsafeMutableBufferPointer<Float>
  let shape: [Int]

  init(_ elements: [Float], _ shape: [Int]) {
    memory = .allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    self.shape = shape
  }

  var layout: Layout { .rows(of: shape[shape.count - 1]) }
}

extension Tensor: ContiguousStorage, MutableContiguousStorage {
  func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(memory))
  }

  mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(memory)
  }
}

/// The losses of the same two samples, by all of them.
func uses() async throws -> [Double] {
  let logits: [Float] = [2, 1, 0.1, 0.5, 3, 0.2]
  let loss = CrossEntropy(labelSmoothing: 0.1)
  var losses = [
    try Trainer(logits).step([0, 1]),
    try await Server(logits).step([0, 1]),
  ]
  var model = Model(logits: logits, gradient: logits)
  losses.append(try model.step([0, 1]))
  var gradient = logits
  var span = gradient.mutableSpan
  losses.append(try step(logits.span, [0, 1], &span))

  // Slices, bytes of a file, and a type of the client's own.
  var padded = [9] + logits + [9]
  losses.append(
    try loss.loss(
      padded[1..<7], .rows(of: 3), targets: Data([0, 1]),
      gradient: &padded[1..<7]))
  var tensor = Tensor(logits, [1, 2, 3])
  losses.append(
    try loss.loss(
      gradientInPlace: &tensor, tensor.layout, targets: [0, 1] as [Int64],
      sampleWeights: [1, 1] as [Double]))
  let file = logits.withUnsafeBytes { Data($0) }
  losses.append(
    try file.withUnsafeBytes {
      try loss.loss(
        $0.bindMemory(to: Float.self), .rows(of: 3), targets: [0, 1])
    })

  // A file of an array, which is mapped; and soft targets as literals.
  let path = FileManager.default.temporaryDirectory.appending(
    path: "\(ProcessInfo.processInfo.processIdentifier).safetensors"
  ).path
  defer { try? FileManager.default.removeItem(atPath: path) }
  let header =
    #"{"z":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#
  let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) {
    Data($0)
  }
  try (length + Data(header.utf8) + file).write(to: URL(filePath: path))
  let stored = try StoredArray(path: path)
  losses.append(
    try stored.withElements(as: Float.self) {
      try loss.loss(
        $0, .rows(of: stored.shape[1]), targets: [1.0, 0, 0, 0, 1, 0])
    })

  // Parts in tasks of their own, weighed by their samples.
  let parts = try await withThrowingTaskGroup(of: Double.self) { group in
    for row in 0..<2 {
      group.addTask {
        try loss.loss(
          logits[3 * row..<3 * row + 3], .oneRow, targets: [row])
      }
    }
    return try await group.reduce(0, +) / 2
  }
  return losses + [parts]
}
