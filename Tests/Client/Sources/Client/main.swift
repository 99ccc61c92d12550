import Foundation
import Logits

let loss = try CrossEntropy().loss(
  [2, 1, 0.1] as [Float], .oneRow, targets: [0])
let backends = Backend.available.map(\.rawValue).joined(separator: ", ")
print("loss \(loss), backends: \(backends)")
if let setting = OpenBLASSetting(), !setting.isKept() { exit(1) }
