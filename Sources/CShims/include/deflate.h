#ifndef DEFLATE_H
#define DEFLATE_H

// What zlib's manual says of its interface, as far as it is used here: zlib is
// opened when a file needs it, so that no build asks for its headers.

/// The state of a stream: what is still to be read, and where to write.
struct deflate_stream {
  const unsigned char *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *msg;
  void *state;
  void *(*zalloc)(void *opaque, unsigned int items, unsigned int size);
  void (*zfree)(void *opaque, void *address);
  void *opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
};

typedef int (*inflate_init_function)(
  struct deflate_stream *stream, int window_bits, const char *version,
  int stream_size);
typedef int (*inflate_function)(struct deflate_stream *stream, int flush);
typedef int (*inflate_end_function)(struct deflate_stream *stream);
typedef unsigned long (*crc32_function)(
  unsigned long crc, const unsigned char *bytes, unsigned int count);

#endif
