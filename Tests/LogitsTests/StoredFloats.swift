import Logits
import TestSupport

/// Numbers that are computed as Float, stored in a type that is chosen at run
/// time.
final class StoredFloats {
  let type: _ElementType
  private let memory: UnsafeMutableRawBufferPointer

  /// Float and the halves that there are.
  static var types: [_ElementType] {
    #if os(macOS) && arch(x86_64)
    [.float, .bfloat16]
    #else
    [.float, .bfloat16, .float16]
    #endif
  }

  init(_ numbers: [Float], _ type: _ElementType) {
    self.type = type
    memory = .allocate(byteCount: numbers.count * type.size, alignment: 64)
    for (i, bits) in numbers.enumerated().map({ ($0, Self.bits($1, type)) }) {
      if type == .float {
        memory.storeBytes(of: bits, toByteOffset: 4 * i, as: UInt32.self)
      } else {
        memory.storeBytes(
          of: UInt16(bits), toByteOffset: 2 * i, as: UInt16.self)
      }
    }
  }

  deinit { memory.deallocate() }

  var elements: Elements<Float> {
    Elements(UnsafeRawBufferPointer(memory), type)
  }

  var scalars: [Float] {
    (0..<memory.count / type.size).map { i in
      switch type {
      case .float: return memory.load(fromByteOffset: 4 * i, as: Float.self)
      #if !(os(macOS) && arch(x86_64))
      case .float16:
        return Float(memory.load(fromByteOffset: 2 * i, as: Float16.self))
      #endif
      default:
        return Float(memory.load(fromByteOffset: 2 * i, as: BFloat16.self))
      }
    }
  }

  /// What numbers are when they have been stored.
  func rounded(_ numbers: [Float]) -> [Float] {
    StoredFloats(numbers, type).scalars
  }

  private static func bits(_ number: Float, _ type: _ElementType) -> UInt32 {
    switch type {
    case .float: return number.bitPattern
    #if !(os(macOS) && arch(x86_64))
    case .float16: return UInt32(Float16(number).bitPattern)
    #endif
    default: return UInt32(BFloat16(number).bitPattern)
    }
  }

  /// How far a stored result may be from a number that Float has with this
  /// error: by half an ulp.
  func allowed(_ number: Double, error: Double) -> Double {
    let (relative, least) =
      switch type {
      case .float16: (0x1p-11, 0x1p-25)
      case .bfloat16: (0x1p-8, 0x1p-134)
      default: (0.0, 0.0)
      }
    return error + max((abs(number) + error) * relative, least)
  }

  /// The numbers that are further than that from sums, which are off themselves.
  func violations(
    _ sums: [PlainSum<Double>], errors: [Double]? = nil
  ) -> [String] {
    zip(scalars, sums).enumerated().compactMap { i, pair in
      let (result, sum) = pair
      let error =
        sum.allowed(ulpOfOne: Double(Float.ulpOfOne)) + (errors?[i] ?? 0)
      return abs(Double(result) - sum.value) <= allowed(sum.value, error: error)
        ? nil : "[\(i)]: \(result) instead of \(sum.value)"
    }
  }
}
