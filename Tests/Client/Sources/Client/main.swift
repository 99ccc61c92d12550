import Foundation
import Logits

let loss = try crossEntropy([2, 1, 0.1] as [Float], targets: [0])
let backends = Backend.available.map(\.rawValue).joined(separator: ", ")
print("loss \(loss), backends: \(backends)")
if let (before, after) = try threadsBeforeAndAfterProducts() {
  print("threads of OpenBLAS: \(before) before products, \(after) after")
  guard before == after else { exit(1) }
}
