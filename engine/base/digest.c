#include "base/digest.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/must.h"

static EVP_MD *sha256;
static EVP_MD_CTX *context;

bool digest_init(void)
{
    if (context)
        return true;
    if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL))
        return false;
    if (!sha256)
        sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *fresh = sha256 ? EVP_MD_CTX_new() : NULL;
    if (!fresh || !EVP_DigestInit_ex2(fresh, sha256, NULL)) {
        EVP_MD_CTX_free(fresh);
        return false;
    }
    context = fresh;
    return true;
}

struct digest digest_of(struct text bytes) { return digest_of_both((struct text){0}, bytes); }

struct digest digest_of_both(struct text first, struct text second)
{
    struct digest result;
    must(context && EVP_DigestInit_ex2(context, NULL, NULL));
    must(first.len == 0 || EVP_DigestUpdate(context, first.at, first.len));
    must(EVP_DigestUpdate(context, second.at, second.len));
    must(EVP_DigestFinal_ex(context, result.bytes, NULL));
    return result;
}

bool digest_eq(const struct digest *a, const struct digest *b) { return memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0; }

void digest_write(struct buf *to, const struct digest *digest)
{
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        buf_byte(to, (unsigned char)"0123456789abcdef"[digest->bytes[i] >> 4]);
        buf_byte(to, (unsigned char)"0123456789abcdef"[digest->bytes[i] & 15]);
    }
}
