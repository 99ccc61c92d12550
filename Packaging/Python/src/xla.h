#ifndef SWIFT_LOGITS_XLA_H
#define SWIFT_LOGITS_XLA_H

/* The part of XLA's interface for foreign functions that a function on the CPU
 * needs: version 0.1 of it, by OpenXLA's xla/ffi/api/c_api.h, which JAX has in
 * jax.ffi.include_dir().
 *
 * It is declared here, as DLPack's is, so that the extension is built without
 * JAX, and once for all versions of it: the interface is a stable one, grows at
 * the end of structs that say their size, and XLA refuses functions of a
 * version that it does not serve. */

#include <stddef.h>
#include <stdint.h>

enum { XLA_MAJOR_VERSION = 0, XLA_MINOR_VERSION = 1 };

/** What XLA calls an error is its own. */
typedef struct XLAError XLAError;

typedef struct XLAExtension {
  size_t size;
  int32_t kind;
  struct XLAExtension *next;
} XLAExtension;

enum { XLA_METADATA = 1 };

typedef struct {
  size_t size;
  XLAExtension *extensions;
  int32_t major;
  int32_t minor;
} XLAVersion;

/** The extension with which XLA asks for the version of a function. */
typedef struct {
  XLAExtension extension;
  struct {
    size_t size;
    XLAVersion version;
    uint32_t traits;
  } *metadata;
} XLAMetadataExtension;

typedef struct {
  size_t size;
  XLAExtension *extensions;
  const char *message;
  int32_t code;
} XLAErrorArguments;

enum { XLA_INVALID_ARGUMENT = 3 };

typedef struct {
  size_t size;
  XLAExtension *extensions;
  XLAVersion version;
  const void *internal;
  XLAError *(*make_error)(XLAErrorArguments *arguments);
} XLAInterface;

enum {
  XLA_S8 = 2,
  XLA_S16 = 3,
  XLA_S32 = 4,
  XLA_S64 = 5,
  XLA_U8 = 6,
  XLA_U16 = 7,
  XLA_U32 = 8,
  XLA_U64 = 9,
  XLA_F16 = 10,
  XLA_F32 = 11,
  XLA_F64 = 12,
  XLA_BF16 = 16
};

/** Elements side by side in the order of the axes. */
typedef struct {
  size_t size;
  XLAExtension *extensions;
  int32_t type;
  void *data;
  int64_t axes;
  const int64_t *shape;
} XLABuffer;

enum { XLA_BUFFER = 1 };

/** Arguments, or results. */
typedef struct {
  size_t size;
  XLAExtension *extensions;
  int64_t count;
  const int32_t *kinds;
  void *const *values;
} XLAValues;

typedef struct {
  const char *start;
  size_t length;
} XLAString;

typedef struct {
  int32_t type;
  const void *value;
} XLANumber;

enum { XLA_NUMBER = 3 };

typedef struct {
  size_t size;
  XLAExtension *extensions;
  int64_t count;
  const int32_t *kinds;
  XLAString *const *names;
  void *const *values;
} XLAAttributes;

enum { XLA_EXECUTE = 3 };

/** A call of a function. */
typedef struct {
  size_t size;
  XLAExtension *extensions;
  const XLAInterface *interface;
  void *context;
  int32_t stage;
  XLAValues arguments;
  XLAValues results;
  XLAAttributes attributes;
} XLACall;

/** A foreign function: null, or an error that is XLA's to free. */
typedef XLAError *XLAFunction(XLACall *call);

#endif
