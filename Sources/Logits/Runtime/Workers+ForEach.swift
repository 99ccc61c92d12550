extension Workers {
  /// Calls `body` once for each task, on up to `workers` threads.
  func forEach(_ tasks: Int, workers: Int, _ body: (_ task: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) {
        run(tasks: tasks, workers: workers, context: $0) { context, task in
          context.assumingMemoryBound(to: ((Int) -> Void).self).pointee(task)
        }
      }
    }
  }
}
