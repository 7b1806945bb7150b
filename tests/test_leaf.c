/* A leaf has one encoding, and nothing else is read as one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/leaf.h"

static struct text encoded(const struct leaf *leaf, struct arena *arena)
{
    struct buf bytes = BUF_INIT;
    leaf_encode(&bytes, leaf);
    assert_false(bytes.failed);
    struct text copy = {arena_copy(arena, bytes.at, bytes.len), bytes.len};
    buf_release(&bytes);
    return copy;
}

static int prepare(void **state)
{
    (void)state;
    return digest_init() ? 0 : -1;
}

/* Written down once, by hand: if these bytes change, every log that was ever written no longer holds. */
static void bytes_are_as_the_header_says(void **state)
{
    (void)state;
    static const char expected[] = {1,                /* version */
                                    5,                /* seq */
                                    '\xAC', 2,        /* case 300 */
                                    3,                /* kind */
                                    7,                /* person */
                                    1,                /* actor */
                                    0,                /* account */
                                    '\xD0', 15,       /* recorded 1000, zigzag 2000 */
                                    1,                /* occurred -1, zigzag 1 */
                                    2,      'a', 'b', /* facts */
                                    1,                /* payloads */
                                    9,      9,   9,   9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9,
                                    9,      9,   9,   9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    struct arena arena = ARENA_INIT;
    struct digest payload;
    memset(&payload, 9, sizeof payload);
    struct leaf leaf = {.seq = 5,
                        .case_id = 300,
                        .kind = 3,
                        .person = 7,
                        .actor = 1,
                        .recorded = 1000,
                        .occurred = -1,
                        .facts = TEXT("ab"),
                        .payloads = &payload,
                        .n_payloads = 1},
                back;
    struct text bytes = encoded(&leaf, &arena);
    assert_int_equal(bytes.len, sizeof expected);
    assert_memory_equal(bytes.at, expected, sizeof expected);
    assert_int_equal(leaf_decode(bytes, &arena, &back), LEAF_OK);
    assert_int_equal(back.seq, 5);
    assert_int_equal(back.case_id, 300);
    assert_int_equal(back.kind, 3);
    assert_int_equal(back.person, 7);
    assert_int_equal(back.actor, 1);
    assert_int_equal(back.account, 0);
    assert_int_equal(back.recorded, 1000);
    assert_int_equal(back.occurred, -1);
    assert_int_equal(back.facts.len, 2);
    assert_memory_equal(back.facts.at, "ab", 2);
    assert_int_equal(back.n_payloads, 1);
    assert_memory_equal(back.payloads, &payload, sizeof payload);
    arena_release(&arena);
}

static void extremes_come_back(void **state)
{
    (void)state;
    static const struct leaf rows[] = {
        {0},
        {.seq = INT64_MAX,
         .case_id = INT64_MAX,
         .kind = INT32_MAX,
         .person = INT64_MAX,
         .actor = UINT16_MAX,
         .account = INT64_MAX,
         .recorded = INT64_MAX,
         .occurred = INT64_MIN},
        {.recorded = INT64_MIN, .occurred = INT64_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = ARENA_INIT;
        struct leaf back;
        assert_int_equal(leaf_decode(encoded(&rows[i], &arena), &arena, &back), LEAF_OK);
        assert_int_equal(back.seq, rows[i].seq);
        assert_int_equal(back.case_id, rows[i].case_id);
        assert_int_equal(back.kind, rows[i].kind);
        assert_int_equal(back.person, rows[i].person);
        assert_int_equal(back.actor, rows[i].actor);
        assert_int_equal(back.account, rows[i].account);
        assert_int_equal(back.recorded, rows[i].recorded);
        assert_int_equal(back.occurred, rows[i].occurred);
        arena_release(&arena);
    }
}

/* Each differs from a leaf in one thing. */
static void what_is_no_leaf_is_refused(void **state)
{
    (void)state;
#define ROW(bytes)                                                                                                     \
    {                                                                                                                  \
        bytes, sizeof bytes - 1                                                                                        \
    }
    static const struct {
        const char *at;
        size_t len;
    } rows[] = {
        ROW(""),
        ROW("\1"),
        ROW("\0\1\1\1\1\1\1\2\2\0\0"),                                     /* another version */
        ROW("\2\1\1\1\1\1\1\2\2\0\0"),                                     /* another version */
        ROW("\x81\0\1\1\1\1\1\1\2\2\0\0"),                                 /* a needless byte */
        ROW("\1\x81\0\1\1\1\1\1\2\2\0\0"),                                 /* a needless byte */
        ROW("\1\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1\1\1\1\1\1\2\2\0\0"), /* seq above INT64_MAX */
        ROW("\1\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\2\1\1\1\1\1\2\2\0\0"), /* above 64 bits */
        ROW("\1\1\1\x80\x80\x80\x80\x08\1\1\1\2\2\0\0"),                   /* kind above INT32_MAX */
        ROW("\1\1\1\1\1\x80\x80\4\1\2\2\0\0"),                             /* actor above UINT16_MAX */
        ROW("\1\1\1\1\1\1\1\2\2\1\0"),                                     /* facts: the count of payloads was eaten */
        ROW("\1\1\1\1\1\1\1\2\2\x05"
            "ab\0"),                                                       /* facts longer than the bytes */
        ROW("\1\1\1\1\1\1\1\2\2\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1\0"), /* facts of 2^64 - 1 bytes */
        ROW("\1\1\1\1\1\1\1\2\2\0\1"),                                     /* a payload without its bytes */
        ROW("\1\1\1\1\1\1\1\2\2\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1"), /* payloads without end */
        ROW("\1\1\1\1\1\1\1\2\2\0\0\0"),                                   /* a byte too many */
        ROW("\1\1\1\1\1\1\1\2\2\0\0"
            "01234567890123456789012345678901"), /* a digest too many */
    };
    struct arena arena = ARENA_INIT;
    struct leaf leaf;
    struct text good = TEXT("\1\1\1\1\1\1\1\2\2\0\0");
    assert_int_equal(leaf_decode(good, &arena, &leaf), LEAF_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (leaf_decode((struct text){rows[i].at, rows[i].len}, &arena, &leaf) != LEAF_MALFORMED)
            fail_msg("row %zu was read", i);
    arena_release(&arena);
}

static void names_its_event(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct text bytes = encoded(&(struct leaf){.seq = 300, .case_id = 7}, &arena);
    assert_true(leaf_names(bytes, 300, 7));
    assert_false(leaf_names(bytes, 301, 7));
    assert_false(leaf_names(bytes, 300, 8));
    assert_false(leaf_names(TEXT(""), 0, 0));
    assert_false(leaf_names(TEXT("\2\0\0"), 0, 0));
    arena_release(&arena);
}

static void hashes_to(struct digest digest, const char *expected)
{
    char hex[2 * DIGEST_SIZE + 1];
    for (size_t i = 0; i < DIGEST_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest.bytes[i]);
    assert_string_equal(hex, expected);
}

/* The first leaf is that of RFC 6962's own test tree: SHA-256 of one zero byte. */
static void hashes_are_as_the_header_says(void **state)
{
    (void)state;
    hashes_to(leaf_hash(TEXT("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    hashes_to(leaf_hash(TEXT("\x10")), "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7");
    hashes_to(leaf_payload((const unsigned char *)"ab", 2, TEXT("c")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hashes_to(leaf_payload(NULL, 0, TEXT("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_as_the_header_says),  cmocka_unit_test(extremes_come_back),
        cmocka_unit_test(what_is_no_leaf_is_refused),    cmocka_unit_test(names_its_event),
        cmocka_unit_test(hashes_are_as_the_header_says),
    };
    return cmocka_run_group_tests_name("leaf", tests, prepare, NULL);
}
