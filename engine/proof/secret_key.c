#define _GNU_SOURCE
#include "proof/secret_key.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

/* --- by their marks --- */

static const struct {
    const char *kind, *mark;
} marks[] = {
    {"OpenSSH", "-----BEGIN OPENSSH PRIVATE KEY-----"},
    {"OpenPGP", "-----BEGIN PGP PRIVATE KEY BLOCK-----"},
    {"PEM", "PRIVATE KEY-----"},
    {"age", "AGE-SECRET-KEY-1"},
};

static const char *find_mark(struct text bytes)
{
    for (size_t i = 0; bytes.len && i < sizeof marks / sizeof *marks; i++)
        if (memmem(bytes.at, bytes.len, marks[i].mark, strlen(marks[i].mark)))
            return marks[i].kind;
    return NULL;
}

/* --- by their structure --- */

enum { LARGEST_DER = 64 << 10, DER_SEQUENCE = 0x30 };

static bool is_pkcs12(const unsigned char *at, long len)
{
    PKCS12 *found = d2i_PKCS12(NULL, &at, len);
    PKCS12_free(found);
    return found != NULL;
}

static bool is_key(const unsigned char *at, long len)
{
    EVP_PKEY *found = d2i_AutoPrivateKey(NULL, &at, len);
    EVP_PKEY_free(found);
    return found != NULL;
}

/* EncryptedPrivateKeyInfo: an algorithm and a string of octets. */
static bool is_encrypted_key(const unsigned char *at, long len)
{
    const X509_ALGOR *algorithm;
    const ASN1_OBJECT *object;
    X509_SIG *found = d2i_X509_SIG(NULL, &at, len);
    bool encrypted = false;
    if (found) {
        X509_SIG_get0(found, &algorithm, NULL);
        X509_ALGOR_get0(&object, NULL, NULL, algorithm);
        encrypted = OBJ_obj2nid(object) == NID_pbes2;
    }
    X509_SIG_free(found);
    return encrypted;
}

static const char *find_structure(struct text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    if (bytes.len == 0 || bytes.len > LARGEST_DER || *at != DER_SEQUENCE)
        return NULL;
    ERR_set_mark();
    const char *kind = is_pkcs12(at, (long)bytes.len)                                         ? "PKCS #12"
                       : is_key(at, (long)bytes.len) || is_encrypted_key(at, (long)bytes.len) ? "DER"
                                                                                              : NULL;
    ERR_pop_to_mark();
    return kind;
}

const char *secret_key_in(struct text bytes)
{
    const char *kind = find_mark(bytes);
    return kind ? kind : find_structure(bytes);
}
