// Lines that must not compile, each under the words that the compiler has to say.
import Logits

var x: [Float] = [1, 2, 3, 4, 5, 6]
var g = x
var d: [Double] = [0, 0, 0, 0, 0, 0]
let fixed = x
let y = [0, 1]
let loss = CrossEntropy()
var samples = EvaluationSummary()

// REFUSED: missing argument for parameter #2
_ = try softmax(x)
// REFUSED: missing argument for parameter #2
_ = try argmax(x)
// REFUSED: missing argument for parameter #2
_ = try loss.loss(x, targets: y)
// REFUSED: missing argument for parameter 'targets'
_ = try loss.loss(x, .rows(of: 3))
// REFUSED: requires explicit '&'
try softmax(x, .rows(of: 3), into: g)
// REFUSED: 'fixed' is a 'let' constant
try softmax(x, .rows(of: 3), into: &fixed)
// REFUSED: requires the types 'Float' and 'Double' be equivalent
try softmax(x, .rows(of: 3), into: &d)
// REFUSED: requires the types 'Float' and 'Double' be equivalent
try loss.loss(x, .rows(of: 3), targets: y, gradient: &d)
// REFUSED: requires the types 'Float' and 'Double' be equivalent
_ = try klDivergence(x, .rows(of: 3), from: d)
// REFUSED: requires that 'String' conform to 'TargetElement'
_ = try loss.loss(x, .rows(of: 3), targets: ["cat", "dog"])
// REFUSED: requires that 'String' conform to 'StoredLogit'
_ = try softmax(["1", "2"], .oneRow)
// REFUSED: (aka 'Double') conform to 'ClassIndex'
try argmax(x, .rows(of: 3), into: &d)
// REFUSED: extra argument 'reduction' in call
_ = try loss.loss(x, .rows(of: 3), targets: y, reduction: .none)
// REFUSED: (aka 'Float') conform to 'ClassIndex'
try loss.evaluate(x, .rows(of: 3), targets: x, into: &samples)
