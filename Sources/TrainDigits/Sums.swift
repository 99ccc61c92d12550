import Logits

// Debug builds do not specialise on their own.

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func dotProduct<Scalar: LogitScalar>(_ a: [Scalar], _ b: [Scalar]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += Double(a[i]) * Double(b[i]) }
  return sum
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func addMultiple<Scalar: LogitScalar>(
  _ factor: Scalar, of values: [Scalar], to sums: inout [Scalar]
) {
  for i in sums.indices { sums[i] += factor * values[i] }
}

func sumOfSquares<Scalar: LogitScalar>(_ values: [Scalar]) -> Double {
  dotProduct(values, values)
}
