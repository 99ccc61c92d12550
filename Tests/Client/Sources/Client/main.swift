import Foundation
import Logits

let loss = try CrossEntropy().loss(
  [2, 1, 0.1] as [Float], .oneRow, targets: [0])
let backends = Backend.available.map(\.rawValue).joined(separator: ", ")
print("loss \(loss), backends: \(backends)")
let losses = try await uses()
print("losses of the same samples:", losses[0], "in", losses.count, "ways")
guard losses.allSatisfy({ abs($0 - losses[0]) < 1e-6 }) else {
  print(losses)
  exit(1)
}
if let setting = OpenBLASSetting(), !setting.isKept() { exit(1) }
