import CLogits
import Logits
import TestSupport

/// What logits.h says is wrong with a call.
extension CCase {
  /// The codes that the call may return; none for one that must succeed.
  var faults: Set<UInt32> {
    var faults: Set<UInt32> = []
    if function.signature.takesOptions { faults.formUnion(optionFaults) }
    guard shapeMakesSense else {
      return faults.union([LOGITS_ERROR_SHAPE.rawValue])
    }
    for buffer in function.signature.buffers
    where self[buffer.role] == nil && !buffer.isOptional
      && byteCount(buffer.role) > 0
    {
      faults.insert(LOGITS_ERROR_NULL_POINTER.rawValue)
    }
    if self[.targets] != nil, !targets.allSatisfy(isTarget) {
      faults.insert(LOGITS_ERROR_TARGET.rawValue)
    }
    if buffersOverlap { faults.insert(LOGITS_ERROR_OVERLAP.rawValue) }
    return faults
  }

  var shapeMakesSense: Bool {
    func isAddressable(_ rows: Int64, _ elements: Int64) -> Bool {
      let (count, overflow) = rows.multipliedReportingOverflow(by: elements)
      return !overflow && count <= Int64.max / 8
    }
    guard samples >= 0, classes >= 1, rowStride >= classes,
      isAddressable(samples, rowStride)
    else { return false }
    return !function.signature.isLinear
      || features >= 1 && isAddressable(samples, features)
        && isAddressable(classes, features)
  }

  private var optionFaults: Set<UInt32> {
    guard let options = knownOptions else {
      return hasKnownSize ? [] : [LOGITS_ERROR_OPTIONS_SIZE.rawValue]
    }
    let largest = Double.greatestFiniteMagnitude
    let isGood =
      (0...2).contains(options.reduction)
      && (0...1).contains(options.label_smoothing)
      && (0...largest).contains(options.z_loss)
      && (options.temperature == 0
        || (1e-15...1e15).contains(options.temperature))
      && (options.softcap == 0 || options.softcap == .infinity
        || (1e-15...1e15).contains(options.softcap))
      && (options.reduction != 0 || (0...largest).contains(options.divisor))
      && (!function.signature.isLinear || options.memory >= 0)
      && (!pointsToWeights
        || classWeights?.allSatisfy { $0 >= 0 && Float($0).isFinite } ?? true)
    return isGood ? [] : [LOGITS_ERROR_OPTION.rawValue]
  }

  /// Whether the pointer to the weights is within the size of the options.
  private var pointsToWeights: Bool {
    let end = MemoryLayout<logits_options>.offset(of: \.class_weights) ?? 0
    return options.map { $0.size >= end + 8 } ?? false
  }

  private func isTarget(_ target: Int64) -> Bool {
    if let options = knownOptions, options.has_ignore_index != 0,
      options.ignore_index == target
    {
      return true
    }
    return target >= 0 && target < classes
  }

  private var buffersOverlap: Bool {
    let buffers = function.signature.buffers
    return buffers.contains { result in
      result.isWritten
        && buffers.contains { other in
          guard other.role != result.role, let place = self[result.role],
            let otherPlace = self[other.role]
          else { return false }
          return place.overlaps(otherPlace)
            && !(place == otherPlace && result.role == inPlace?.output
              && other.role == inPlace?.input)
        }
    }
  }
}
