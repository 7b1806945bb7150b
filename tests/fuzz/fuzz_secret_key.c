/* libFuzzer target: a stranger's bytes as a document's content that may be a private key. What is found is named; a mark
 * that stands in them is found. */
#define _GNU_SOURCE
#include <string.h>

#include "base/must.h"
#include "proof/secret_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *kind = secret_key_in((struct text){(const char *)data, size});
    must(!kind || *kind);
    must(kind || size == 0 || !memmem(data, size, "PRIVATE KEY-----", 16));
    return 0;
}
