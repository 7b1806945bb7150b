/* What is told apart by proof/secret_key.h: keys made here in every form, and what is as public as can be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "proof/secret_key.h"

static void is(const char *kind, const void *bytes, size_t len)
{
    const char *found = secret_key_in((struct text){bytes, len});
    if (!kind)
        assert_null(found);
    else {
        assert_non_null(found);
        assert_string_equal(found, kind);
    }
}

/* What a BIO holds; the BIO ends with it. */
static void holds(const char *kind, BIO *bio)
{
    char *at;
    long len = BIO_get_mem_data(bio, &at);
    assert_true(len > 0);
    is(kind, at, (size_t)len);
    BIO_free(bio);
}

static BIO *memory(void)
{
    BIO *bio = BIO_new(BIO_s_mem());
    assert_non_null(bio);
    return bio;
}

static X509 *certificate_of(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    assert_non_null(certificate);
    assert_int_equal(X509_set_version(certificate, X509_VERSION_3), 1);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    assert_int_equal(X509_set_pubkey(certificate, key), 1);
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    return certificate;
}

static void judge_key(EVP_PKEY *key)
{
    char password[] = "rahasia";
    X509 *certificate = certificate_of(key);
    X509_REQ *request = X509_to_X509_REQ(certificate, key, EVP_sha256());
    PKCS12 *bag = PKCS12_create(password, "nama", key, certificate, NULL, 0, 0, 0, 0, 0);
    BIO *bio = memory();
    assert_non_null(request);
    assert_non_null(bag);
    assert_int_equal(PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL), 1);
    holds("PEM", bio);
    bio = memory();
    assert_int_equal(PEM_write_bio_PKCS8PrivateKey(bio, key, EVP_aes_128_cbc(), password, 7, NULL, NULL), 1);
    holds("PEM", bio);
    bio = memory();
    assert_int_equal(PEM_write_bio_PrivateKey_traditional(bio, key, NULL, NULL, 0, NULL, NULL), 1);
    holds("PEM", bio);
    bio = memory();
    assert_int_equal(i2d_PKCS8PrivateKey_bio(bio, key, NULL, NULL, 0, NULL, NULL), 1);
    holds("DER", bio);
    bio = memory();
    assert_int_equal(i2d_PKCS8PrivateKey_bio(bio, key, EVP_aes_128_cbc(), password, 7, NULL, NULL), 1);
    holds("DER", bio);
    bio = memory();
    assert_int_equal(i2d_PrivateKey_bio(bio, key), 1);
    holds("DER", bio);
    bio = memory();
    assert_int_equal(i2d_PKCS12_bio(bio, bag), 1);
    holds("PKCS #12", bio);
    /* What is handed over rightly. */
    bio = memory();
    assert_int_equal(i2d_X509_bio(bio, certificate), 1);
    holds(NULL, bio);
    bio = memory();
    assert_int_equal(PEM_write_bio_X509(bio, certificate), 1);
    holds(NULL, bio);
    bio = memory();
    assert_int_equal(i2d_X509_REQ_bio(bio, request), 1);
    holds(NULL, bio);
    bio = memory();
    assert_int_equal(PEM_write_bio_PUBKEY(bio, key), 1);
    holds(NULL, bio);
    bio = memory();
    assert_int_equal(i2d_PUBKEY_bio(bio, key), 1);
    holds(NULL, bio);
    PKCS12_free(bag);
    X509_REQ_free(request);
    X509_free(certificate);
}

static void every_form_of_a_key_is_found(void **state)
{
    (void)state;
    EVP_PKEY *keys[] = {EVP_RSA_gen(1024), EVP_EC_gen("P-256")};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_non_null(keys[i]);
        judge_key(keys[i]);
        EVP_PKEY_free(keys[i]);
    }
}

static void marks_are_found_wherever_they_stand(void **state)
{
    static const struct {
        const char *mark, *kind;
    } rows[] = {{"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "OpenSSH"},
                {"-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "OpenPGP"},
                {"-----BEGIN RSA PRIVATE KEY-----", "PEM"},
                {"AGE-SECRET-KEY-1QQPQ", "age"}};
    enum { PAD = 1 << 20 };
    char *padded = malloc(PAD + 100);
    (void)state;
    assert_non_null(padded);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = strlen(rows[i].mark);
        is(rows[i].kind, rows[i].mark, len);
        memset(padded, 'x', PAD);
        memcpy(padded + PAD, rows[i].mark, len);
        is(rows[i].kind, padded, PAD + len);
    }
    free(padded);
}

static void what_is_no_key_passes(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "0",
                                        "0\x82\x04\xa4",
                                        "%PDF-1.7",
                                        "PRIVATE KEY",
                                        "private key-----",
                                        "-----BEGIN PUBLIC KEY-----",
                                        "0\x80\x02\x01\x03"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        is(NULL, texts[i], strlen(texts[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_a_key_is_found),
        cmocka_unit_test(marks_are_found_wherever_they_stand),
        cmocka_unit_test(what_is_no_key_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
