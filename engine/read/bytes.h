/* The bytes of a file before libyaml sees them: UTF-8 throughout, and nothing that a reader of the file cannot see. */
#ifndef READ_BYTES_H
#define READ_BYTES_H

#include "read/yaml.h"

/* Checks the file from byte `from` on; each breach is a finding (B002, B004), the first that is not UTF-8 being the
 * last. False when there was one: such a file is not read. */
bool bytes_check(const struct source_file *file, size_t from);

/* The same for a text that an escape such as "\0" can have filled with what the file's bytes could not; `span` is where
 * it stands. */
void bytes_check_value(const struct source_file *file, struct text value, struct span span);

#endif
