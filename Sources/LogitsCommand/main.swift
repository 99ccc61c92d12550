
import Logits
for b in Backend.available { for s in InstructionSet.available {
let e = Execution(backend: b, instructionSet: s)
print(b, s, try softmax([3, 1, 0.1] as [Float], execution: e), try softmax([2, 1, 0.1] as [Double], execution: e))
print(try crossEntropy([2, 1, 0.1, 0.5, 2, 0.3] as [Float], targets: [0, 0], shape: BatchShape(samples: 2, classes: 3), reduction: .none, execution: e))
print(try crossEntropy(probabilities: [0.7, 0.2, 0.1] as [Float], targetProbabilities: [1, 0, 0], execution: e))
print(try argmax([0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1] as [Float], shape: BatchShape(samples: 3, classes: 3), execution: e))
var g = [Float](repeating: 0, count: 9)
print(try crossEntropyGradient([0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1] as [Float], targets: [2, 0, 1] as [UInt8], shape: BatchShape(samples: 3, classes: 3), into: g.mutableSpan, execution: e), g)
}}
do { _ = try crossEntropy([1,2,3] as [Float], targets: [3]) } catch { print(error) }
let n = 4096, c = 1000
let x = (0..<n*c).map { _ in Float.random(in: -5...5) }
let t = (0..<n).map { _ in Int.random(in: 0..<c) }
var g = x
for b in Backend.available { for s in InstructionSet.available { for th in [1, 2] {
let e = Execution(backend: b, instructionSet: s, threads: th)
func time(_ name: String, _ f: () throws -> Void) rethrows {
  var best = Double.infinity
  for _ in 0..<10 { let d = try ContinuousClock().measure(f); best = min(best, Double(d.components.attoseconds) * 1e-9 + Double(d.components.seconds)*1e9) }
  print(b, s, th, name, best / Double(n*c), "ns/element")
}
for (n, c) in [(n, c), (n*100, 10), (32, 128000)] {
let shape = BatchShape(samples: n, classes: c)
let x = x.span.extracting(first: n*c), t = (0..<n).map { _ in Int.random(in: 0..<c) }
try g.withUnsafeMutableBufferPointer { g in
let g = UnsafeMutableBufferPointer(rebasing: g[..<(n*c)])
try time("\(c) loss") { _ = try crossEntropy(x, targets: t, shape: shape, execution: e) }
try time("\(c) grad") { _ = try crossEntropyGradient(x, targets: t, shape: shape, into: g, execution: e) }
try time("\(c) softmax") { try softmax(x, shape: shape, into: g, execution: e) }
try time("\(c) argmax") { _ = try argmax(x, shape: shape, execution: e) }
}
}
}}}
