/* Floor 0: what everything else stands on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/bits.h"
#include "base/digest.h"
#include "base/finding.h"
#include "base/map.h"
#include "base/nearest.h"
#include "base/place.h"
#include "base/sort.h"
#include "base/utf8.h"

#define assert_text(text, expected) assert_true(text_eq((text), text_of(expected)))

/* --- text --- */

static void texts_compare(void **unused)
{
    struct text empty = {NULL, 0};
    (void)unused;
    assert_int_equal(text_of(NULL).len, 0);
    assert_true(text_eq(empty, TEXT("")));
    assert_false(text_eq(TEXT("a"), TEXT("b")));
    assert_false(text_eq(TEXT("a"), TEXT("ab")));
    assert_true(text_eq(TEXT("a\0b"), (struct text){"a\0b", 3}));
    assert_int_equal(text_cmp(empty, TEXT("")), 0);
    assert_true(text_cmp(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_cmp(TEXT("b"), TEXT("ab")) > 0);
    assert_true(text_cmp(TEXT("\x7F"), TEXT("\x80")) < 0);
    assert_int_equal(text_cmp(TEXT("ab"), TEXT("ab")), 0);
}

static void texts_are_trimmed_and_cut(void **unused)
{
    struct text rest;
    (void)unused;
    assert_text(text_trim(TEXT(" \t\r\n a b \n")), "a b");
    assert_text(text_trim(TEXT(" \t ")), "");
    assert_text(text_cut(TEXT("a/b/c"), '/', &rest), "a");
    assert_text(rest, "b/c");
    assert_text(text_cut(TEXT("abc"), '/', &rest), "abc");
    assert_text(rest, "");
    assert_text(text_cut(TEXT("/"), '/', &rest), "");
    assert_text(rest, "");
    assert_int_equal(text_find(TEXT("abc"), 'c'), 2);
    assert_int_equal(text_find(TEXT("abc"), 'd'), -1);
    assert_int_equal(text_find(TEXT(""), 'd'), -1);
}

static void numbers_are_digits_alone(void **unused)
{
    static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1234567890123456789"};
    int64_t value = 7;
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_number(text_of(bad[i]), &value));
    assert_int_equal(value, 7);
    assert_true(text_number(TEXT("999999999999999999"), &value));
    assert_true(value == INT64_C(999999999999999999));
    assert_true(text_number(TEXT("007"), &value));
    assert_int_equal(value, 7);
}

static void keys_have_a_shape(void **unused)
{
    (void)unused;
    assert_true(text_is_key(TEXT("unggah-foto-2")));
    assert_true(text_is_key(TEXT("-")));
    assert_false(text_is_key(TEXT("")));
    assert_false(text_is_key(TEXT("Unggah")));
    assert_false(text_is_key(TEXT("a_b")));
    assert_false(text_is_key(TEXT("a.b")));
    assert_false(text_is_key(TEXT("a/b")));
    assert_false(text_is_key(TEXT("\xC3\xA9")));
}

/* --- UTF-8 --- */

/* Table 3-7 of the Unicode standard: the first and last of each row, and their neighbours outside. */
static void utf8_at_its_boundaries(void **unused)
{
    static const struct {
        const char *bytes;
        size_t len;
        uint32_t point; /* where well formed */
        bool fine;
    } rows[] = {
        {"\x00", 1, 0, true},
        {"\x7F", 1, 0x7F, true},
        {"\x80", 1, 0, false},
        {"\xBF", 1, 0, false},
        {"\xC0\x80", 2, 0, false},
        {"\xC1\xBF", 2, 0, false},
        {"\xC2\x80", 2, 0x80, true},
        {"\xC2\x7F", 2, 0, false},
        {"\xC2\xC0", 2, 0, false},
        {"\xC2", 1, 0, false},
        {"\xDF\xBF", 2, 0x7FF, true},
        {"\xE0\x9F\xBF", 3, 0, false},
        {"\xE0\xA0\x80", 3, 0x800, true},
        {"\xE0\xA0", 2, 0, false},
        {"\xE0\xA0\x7F", 3, 0, false},
        {"\xED\x9F\xBF", 3, 0xD7FF, true},
        {"\xED\xA0\x80", 3, 0, false},
        {"\xED\xBF\xBF", 3, 0, false},
        {"\xEE\x80\x80", 3, 0xE000, true},
        {"\xEF\xBF\xBF", 3, 0xFFFF, true},
        {"\xF0\x8F\xBF\xBF", 4, 0, false},
        {"\xF0\x90\x80\x80", 4, 0x10000, true},
        {"\xF0\x90\x80", 3, 0, false},
        {"\xF0\x90\x80\xC0", 4, 0, false},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, true},
        {"\xF4\x90\x80\x80", 4, 0, false},
        {"\xF5\x80\x80\x80", 4, 0, false},
        {"\xF8\x88\x80\x80\x80", 5, 0, false},
        {"\xFE", 1, 0, false},
        {"\xFF", 1, 0, false},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t point = 0x55;
        size_t size = utf8_decode(rows[i].bytes, rows[i].len, &point);
        assert_int_equal(size, rows[i].fine ? rows[i].len : 0);
        assert_int_equal(point, rows[i].fine ? rows[i].point : 0x55);
        assert_int_equal(utf8_valid(rows[i].bytes, rows[i].len), size);
    }
    assert_int_equal(utf8_decode("", 0, &(uint32_t){0}), 0);
}

/* Every code point is read as what it was written from; nothing else of its length is. */
static void utf8_reads_every_point(void **unused)
{
    (void)unused;
    for (uint32_t point = 0x80; point <= 0x10FFFF; point++) {
        char bytes[4];
        size_t n = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        uint32_t read = 0;
        for (size_t i = 1; i < n; i++)
            bytes[i] = (char)(0x80 | (point >> 6 * (n - 1 - i) & 0x3F));
        bytes[0] = (char)((0xF00u >> n & 0xFF) | point >> 6 * (n - 1));
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        assert_int_equal(utf8_decode(bytes, n, &read), surrogate ? 0 : n);
        assert_true(surrogate || read == point);
    }
}

static void utf8_counts_leading_bytes(void **unused)
{
    char long_text[40] = "0123456789abcdef0123456789abcdef\xC3\xA9 end";
    (void)unused;
    assert_int_equal(utf8_ascii(long_text, strlen(long_text)), 32);
    assert_int_equal(utf8_valid(long_text, strlen(long_text)), strlen(long_text));
    assert_int_equal(utf8_valid("abc\xFF", 4), 3);
    assert_int_equal(utf8_valid("abc\xC3", 4), 3);
    for (size_t at = 0; at < 32; at++) {
        char bytes[32];
        memset(bytes, 'a', sizeof bytes);
        bytes[at] = (char)0x80;
        assert_int_equal(utf8_ascii(bytes, sizeof bytes), at);
        assert_int_equal(utf8_valid(bytes, sizeof bytes), at);
    }
}

static void hidden_points_are_known(void **unused)
{
    static const uint32_t hidden[] = {0,      9,      0x1F,   0x7F,    0x80,     0x9F,   0x61C,
                                      0x200B, 0x200F, 0x2028, 0x202E,  0x2060,   0x2069, 0xFEFF,
                                      0xFFF9, 0xFFFE, 0xFFFF, 0x1FFFF, 0x10FFFE, 0xE0001};
    static const uint32_t shown[] = {' ',    '~',    0xA1,   0xE9,   0x200A,  0x2010,
                                     0x2027, 0x202F, 0x2070, 0xFFFD, 0x1F600, 0x10FFFD};
    (void)unused;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_false(utf8_is_printable(hidden[i]));
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        assert_true(utf8_is_printable(shown[i]));
}

/* --- buffers --- */

static void buffers_grow(void **unused)
{
    struct buf buf = BUF_INIT;
    (void)unused;
    assert_int_equal(buf_view(&buf).len, 0);
    for (int i = 0; i < 10000; i++)
        buf_byte(&buf, (unsigned char)('a' + i % 26));
    assert_int_equal(buf.len, 10000);
    assert_int_equal(buf.at[9999], 'a' + 9999 % 26);
    assert_int_equal(buf.at[10000], '\0');
    buf_clear(&buf);
    buf_text(&buf, (struct text){NULL, 0});
    buf_string(&buf, "x");
    assert_string_equal(buf.at, "x");
    assert_false(buf.failed);
    buf_release(&buf);
    assert_null(buf.at);
}

/* More than a gibibyte at once is refused, and the refusal stays. */
static void buffers_fail_for_good(void **unused)
{
    struct buf buf = BUF_INIT;
    (void)unused;
    buf_bytes(&buf, "", ((size_t)1 << 30) + 1);
    assert_true(buf.failed);
    buf_string(&buf, "x");
    assert_int_equal(buf.len, 0);
    buf_release(&buf);
}

static void numbers_are_written(void **unused)
{
    static const struct {
        int64_t value;
        const char *text;
    } rows[] = {
        {0, "0"}, {-1, "-1"}, {1200, "1200"}, {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"}};
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf buf = BUF_INIT;
        buf_number(&buf, rows[i].value);
        assert_string_equal(buf.at, rows[i].text);
        buf_release(&buf);
    }
}

static void strangers_text_is_made_harmless(void **unused)
{
    static const struct {
        const char *text;
        size_t most;
        const char *shown;
    } rows[] = {
        {"", 5, ""},
        {"surat é", 80, "surat é"},
        {"12345", 5, "12345"},
        {"123456", 5, "12345…"},
        {"éééé", 3, "ééé…"},
        {"a", 0, "…"},
        {"\x1B[31m", 80, "\\u{1B}[31m"},
        {"a\nb\tc", 80, "a\\u{A}b\\u{9}c"},
        {"\xE2\x80\xAE"
         "gpj",
         80, "\\u{202E}gpj"},
        {"\xEF\xBB\xBFx", 80, "\\u{FEFF}x"},
        {"\xFFz\xC3", 80, "\\xFFz\\xC3"},
        {"\xED\xA0\x80", 80, "\\xED\\xA0\\x80"},
        {"\xF3\xA0\x80\x81", 80, "\\u{E0001}"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf buf = BUF_INIT;
        buf_shown(&buf, text_of(rows[i].text), rows[i].most);
        assert_text(buf_view(&buf), rows[i].shown);
        buf_release(&buf);
    }
    struct buf buf = BUF_INIT;
    buf_shown(&buf, TEXT("a\0b"), 80);
    assert_string_equal(buf.at, "a\\u{0}b");
    buf_release(&buf);
}

/* --- arena --- */

static void arenas_hand_out_zeroed_aligned_bytes(void **unused)
{
    struct arena arena = ARENA_INIT;
    unsigned char *before = NULL;
    (void)unused;
    for (size_t size = 0; size < 300; size++) {
        unsigned char *at = arena_alloc(&arena, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(at[i], 0);
        if (size)
            memset(at, 0xFF, size);
        assert_true(size < 2 || before[0] == 0xFF);
        before = at;
    }
    arena_reset(&arena);
    unsigned char *again = arena_alloc(&arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
    assert_non_null(arena_alloc(&arena, 10 << 20)); /* more than the largest chunk */
    arena_release(&arena);
    assert_null(arena.chunks);
    assert_non_null(arena_alloc(&arena, 1));
    arena_release(&arena);
}

static void arenas_refuse_what_cannot_be(void **unused)
{
    struct arena arena = ARENA_INIT;
    (void)unused;
    assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
    assert_true(arena.failed);
    assert_null(arena_alloc(&arena, 1));
    arena_reset(&arena);
    assert_false(arena.failed);
    assert_null(arena_alloc(&arena, SIZE_MAX - 4));
    assert_true(arena.failed);
    arena_release(&arena);
    assert_false(arena.failed);
    char *copy = arena_copy(&arena, "abc", 2);
    assert_string_equal(copy, "ab");
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    arena_release(&arena);
}

static void rooms_grow_and_keep(void **unused)
{
    struct arena arena = ARENA_INIT;
    size_t capacity = 0;
    int *items = NULL;
    (void)unused;
    for (int i = 0; i < 1000; i++) {
        items = arena_room(&arena, items, (size_t)i, &capacity, sizeof *items);
        items[i] = i;
    }
    assert_int_equal(capacity, 1024);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_release(&arena);
}

/* --- map --- */

static void maps_keep_many_keys(void **unused)
{
    enum { KEYS = 5000 };
    static char keys[KEYS][24];
    struct arena arena = ARENA_INIT;
    struct map map = {0};
    (void)unused;
    assert_int_equal(map_find(&map, TEXT("none")), -1);
    for (int i = 0; i < KEYS; i++) {
        snprintf(keys[i], sizeof keys[i], "dok-%d", i);
        assert_int_equal(map_add(&map, &arena, text_of(keys[i]), (uint32_t)i), MAP_ADDED);
        assert_true(map.count * 3 <= map.capacity * 2);
    }
    for (int i = 0; i < KEYS; i++) {
        assert_int_equal(map_find(&map, text_of(keys[i])), i);
        assert_int_equal(map_add(&map, &arena, text_of(keys[i]), 0), MAP_PRESENT);
    }
    assert_int_equal(map.count, KEYS);
    assert_int_equal(map_find(&map, TEXT("dok-5000")), -1);
    assert_int_equal(map_find(&map, TEXT("dok-")), -1);
    assert_int_equal(map_find(&map, TEXT("")), -1);
    assert_int_equal(map_add(&map, &arena, TEXT(""), 9), MAP_ADDED);
    assert_int_equal(map_find(&map, TEXT("")), 9);
    arena_release(&arena);
}

/* Two texts with one hash (FNV-1a, 32 bits) are still two keys. */
static void maps_tell_equal_hashes_apart(void **unused)
{
    struct arena arena = ARENA_INIT;
    struct map map = {0};
    (void)unused;
    assert_int_equal(map_add(&map, &arena, TEXT("costarring"), 1), MAP_ADDED);
    assert_int_equal(map_add(&map, &arena, TEXT("liquid"), 2), MAP_ADDED);
    assert_int_equal(map.count, 2);
    assert_int_equal(map_find(&map, TEXT("costarring")), 1);
    assert_int_equal(map_find(&map, TEXT("liquid")), 2);
    arena_release(&arena);
}

/* --- sort --- */

struct card {
    int value, dealt;
};

static int by_value(const void *a, const void *b)
{
    const struct card *x = a, *y = b;
    return x->value < y->value ? -1 : x->value > y->value;
}

static void sorting_is_stable(void **unused)
{
    struct arena arena = ARENA_INIT;
    (void)unused;
    for (size_t n = 0; n < 200; n++) {
        struct card cards[200];
        uint32_t next = (uint32_t)n * 2654435761u + 1;
        for (size_t i = 0; i < n; i++) {
            next = next * 1664525u + 1013904223u;
            cards[i] = (struct card){(int)(next >> 28), (int)i};
        }
        assert_true(sort_stable(cards, n, sizeof *cards, by_value, &arena));
        for (size_t i = 1; i < n; i++)
            assert_true(cards[i - 1].value < cards[i].value ||
                        (cards[i - 1].value == cards[i].value && cards[i - 1].dealt < cards[i].dealt));
    }
    assert_true(sort_stable(NULL, 0, sizeof(struct card), by_value, &arena));
    arena_release(&arena);
}

/* --- nearest --- */

static const char *nearest_of(const char *wanted, const char *const *known, size_t n)
{
    struct nearest nearest = nearest_to(text_of(wanted));
    for (size_t i = 0; i < n; i++)
        nearest_try(&nearest, text_of(known[i]));
    return nearest.best.len ? nearest.best.at : "";
}

static void nearest_names_are_found(void **unused)
{
    static const char *const known[] = {"verifikasi", "unggah-csr", "unggah-foto-ktp", "terbitkan",
                                        "unduh",      "ya",         "outputs"};
    static const struct {
        const char *wanted, *best;
    } rows[] = {
        {"verifikasi", "verifikasi"},
        {"verfikasi", "verifikasi"},
        {"vreifikasi", "verifikasi"},
        {"VERIFIKASI", "verifikasi"},
        {"unggah-crs", "unggah-csr"},
        {"unggah_csr", "unggah-csr"},
        {"terbit", "terbitkan"},
        {"undu", "unduh"},
        {"ja", "ya"},
        {"output", "outputs"},
        {"sesuatu-yang-lain", ""},
        {"", ""},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(nearest_of(rows[i].wanted, known, 7), rows[i].best);
}

static void the_first_of_equals_wins(void **unused)
{
    static const char *const known[] = {"langkah-b", "langkah-c"}, *const turned[] = {"langkah-c", "langkah-b"};
    char name[80];
    const char *one = name;
    (void)unused;
    assert_string_equal(nearest_of("langkah-a", known, 2), "langkah-b");
    assert_string_equal(nearest_of("langkah-a", turned, 2), "langkah-c");
    memset(name, 'x', sizeof name);
    name[65] = '\0';
    assert_string_equal(nearest_of(name, &one, 1), ""); /* longer than is looked at */
    name[64] = '\0';
    assert_string_equal(nearest_of(name, &one, 1), name);
}

/* --- places --- */

static void places_count_lines_and_points(void **unused)
{
    static const char text[] = "ab\nc\r\nd\re\xC3\xA9z\n";
    static const struct {
        size_t at, line, column;
    } rows[] = {
        {0, 1, 1}, {2, 1, 3}, {3, 2, 1},  {4, 2, 2},  {5, 2, 3},  {6, 3, 1},  {7, 3, 2},
        {8, 4, 1}, {9, 4, 2}, {11, 4, 3}, {12, 4, 4}, {13, 5, 1}, {99, 5, 1},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct place place = place_of(TEXT(text), rows[i].at);
        assert_int_equal(place.line, rows[i].line);
        assert_int_equal(place.column, rows[i].column);
    }
    assert_int_equal(place_of(TEXT(""), 0).line, 1);
    assert_int_equal(place_of(TEXT("a\r"), 2).line, 2);
}

static void excerpts_show_one_line(void **unused)
{
    static const char text[] = "satu\r\nd\xC3\xBC"
                               "a tiga\rempat";
    static const struct {
        struct span span;
        const char *line;
        size_t from, count;
    } rows[] = {
        {{0, 4}, "satu", 0, 4},
        {{1, 2}, "satu", 1, 1},
        {{2, 9}, "satu", 2, 2}, /* on to the next line: only this one */
        {{4, 6}, "satu", 4, 1}, /* the break itself: one column */
        {{6, 10},
         "d\xC3\xBC"
         "a tiga",
         0,
         3},
        {{9, 15},
         "d\xC3\xBC"
         "a tiga",
         2,
         6},
        {{16, 16}, "empat", 0, 1},
        {{16, 21}, "empat", 0, 5},
        {{21, 21}, "empat", 5, 1}, /* the end of the file */
        {{90, 95}, "empat", 5, 1},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct excerpt excerpt = excerpt_of(TEXT(text), rows[i].span);
        assert_text(excerpt.line, rows[i].line);
        assert_int_equal(excerpt.from, rows[i].from);
        assert_int_equal(excerpt.count, rows[i].count);
    }
    assert_int_equal(excerpt_of(TEXT(""), (struct span){0, 0}).line.len, 0);
    assert_int_equal(excerpt_of(TEXT("a\n"), (struct span){2, 2}).line.len, 0);
}

/* --- digests --- */

/* FIPS 180-2, appendix B, and the empty text. */
static void digests_are_sha256(void **unused)
{
    static const struct {
        const char *text, *hex;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char hex[2 * DIGEST_SIZE + 1];
    (void)unused;
    assert_true(digest_init());
    assert_true(digest_init());
    for (int twice = 0; twice < 2; twice++)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            struct digest digest = digest_of(text_of(rows[i].text));
            for (size_t k = 0; k < DIGEST_SIZE; k++)
                snprintf(hex + 2 * k, 3, "%02x", digest.bytes[k]);
            assert_string_equal(hex, rows[i].hex);
        }
}

/* --- bits --- */

static void bits_are_a_set(void **unused)
{
    static const size_t members[] = {0, 1, 63, 64, 127, 128, 191};
    uint64_t set[3] = {0};
    (void)unused;
    assert_int_equal(bits_words(0), 0);
    assert_int_equal(bits_words(1), 1);
    assert_int_equal(bits_words(64), 1);
    assert_int_equal(bits_words(65), 2);
    assert_int_equal(bits_next(set, 3, 0), -1);
    for (size_t i = 0; i < 7; i++)
        bits_add(set, members[i]);
    size_t n = 0;
    for (ptrdiff_t at = 0; (at = bits_next(set, 3, (size_t)at)) >= 0; at++)
        assert_int_equal(at, members[n++]);
    assert_int_equal(n, 7);
    assert_true(bits_has(set, 63) && !bits_has(set, 62) && !bits_has(set, 65));
    assert_int_equal(bits_next(set, 3, 129), 191);
    assert_int_equal(bits_next(set, 3, 192), -1);
    assert_int_equal(bits_next(set, 2, 128), -1);
    assert_true(bits_within(set, (const uint64_t[]){~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0)}, 3));
    assert_false(bits_within(set, (const uint64_t[]){~UINT64_C(0), ~UINT64_C(0), 0}, 3));
    assert_true(bits_within(set, (const uint64_t[]){~UINT64_C(0), ~UINT64_C(0), 0}, 2));
    bits_remove(set, 63);
    bits_remove(set, 63);
    assert_int_equal(bits_next(set, 3, 2), 64);
}

/* --- findings --- */

/* A finding with every fact set, so that every hole has something to be filled with. */
static struct finding full_finding(int code)
{
    return (struct finding){
        .code = (enum finding_code)code,
        .name = TEXT("<nama>"),
        .value = TEXT("<nilai>"),
        .other = TEXT("<lain>"),
        .near = TEXT("<dekat>"),
        .want = PHRASE_DATE,
    };
}

/* No hole is left open: a brace with small letters and its end. */
static bool has_hole(const char *text)
{
    for (const char *at = text; (at = strchr(at, '{')); at++) {
        size_t name = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz");
        if (name && at[1 + name] == '}')
            return true;
    }
    return false;
}

static size_t count_holes(const char *text)
{
    size_t n = 0;
    for (const char *at = text; (at = strchr(at, '{')); at++) {
        size_t name = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz");
        n += name && at[1 + name] == '}';
    }
    return n;
}

static void every_template_is_filled(void **unused)
{
    (void)unused;
    for (int code = 0; code < FINDING_COUNT; code++) {
        const struct finding_row *row = finding_row((enum finding_code)code);
        struct finding finding = full_finding(code);
        assert_int_equal(finding_code_find(text_of(row->code)), code);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            struct buf words = BUF_INIT;
            assert_true(row->meaning[lang] && *row->meaning[lang]);
            assert_int_equal(row->message[lang] != NULL, row->message[LANG_ID] != NULL);
            if (!row->message[lang])
                continue;
            finding_message(&words, &finding, (enum lang)lang, 42);
            finding_help(&words, &finding, (enum lang)lang, 42);
            assert_false(words.failed);
            assert_false(has_hole(words.at));
            assert_int_equal(utf8_valid(words.at, words.len), words.len);
            assert_true(*row->message[lang] && *row->help[lang] && *row->why[lang]);
            /* Both languages tell the same facts. */
            assert_int_equal(count_holes(row->message[lang]), count_holes(row->message[LANG_ID]));
            buf_release(&words);
        }
    }
    assert_int_equal(finding_code_find(TEXT("B999")), -1);
    assert_int_equal(finding_code_find(TEXT("b006")), -1);
}

static void facts_stand_in_the_sentence(void **unused)
{
    struct buf words = BUF_INIT;
    struct finding finding = full_finding(FINDING_B105);
    (void)unused;
    finding_message(&words, &finding, LANG_EN, 42);
    assert_string_equal(words.at, "the step `<nama>` stands at line 42 already");
    buf_clear(&words);
    finding_help(&words, &finding, LANG_EN, 42);
    assert_non_null(strstr(words.at, "Did you mean `<dekat>`? "));
    buf_clear(&words);
    finding_help(&words, &finding, LANG_ID, 42);
    assert_non_null(strstr(words.at, "Mungkin maksudnya `<dekat>`? "));
    buf_clear(&words);
    finding = (struct finding){.code = FINDING_B003, .is_limit = true, .limit = LIMIT_STEPS};
    finding_message(&words, &finding, LANG_EN, 0);
    assert_non_null(strstr(words.at, "1000"));
    assert_non_null(strstr(words.at, limit_noun(LIMIT_STEPS, LANG_EN)));
    buf_release(&words);
}

static void tables_speak_both_languages(void **unused)
{
    (void)unused;
    for (int i = PHRASE_NONE + 1; i < PHRASE_COUNT; i++)
        for (int lang = 0; lang < LANG_COUNT; lang++)
            assert_true(*phrase_in((enum phrase)i, (enum lang)lang));
    for (int i = 0; i < LIMIT_COUNT; i++) {
        assert_true(limit_value((enum limit)i) > 0);
        assert_true(*limit_noun((enum limit)i, LANG_ID) && *limit_noun((enum limit)i, LANG_EN));
    }
}

static void findings_are_sorted_by_place(void **unused)
{
    static const struct finding unsorted[] = {
        {.code = FINDING_B006, .file = 1, .span = {5, 6}}, {.code = FINDING_B009, .file = 0, .span = {9, 10}},
        {.code = FINDING_B008, .file = 0, .span = {2, 9}}, {.code = FINDING_B005, .file = 0, .span = {2, 3}},
        {.code = FINDING_B005, .file = 0, .span = {2, 4}}, {.code = FINDING_B108, .file = 2, .span = {0, 0}},
    };
    static const int order[] = {3, 4, 2, 1, 0, 5};
    struct arena arena = ARENA_INIT;
    struct findings findings = {.arena = &arena};
    (void)unused;
    assert_true(findings_sort(&findings, &arena));
    for (size_t i = 0; i < 6; i++) {
        struct finding *added = findings_add(&findings, unsorted[i]);
        assert_non_null(added);
        added->rank = unsorted[i].file;
    }
    assert_int_equal(findings_errors(&findings, 0), 5);
    assert_int_equal(findings_errors(&findings, 3), 2);
    assert_true(findings_sort(&findings, &arena));
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(findings.at[i].code, unsorted[order[i]].code);
        assert_int_equal(findings.at[i].span.end, unsorted[order[i]].span.end);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_compare),
        cmocka_unit_test(texts_are_trimmed_and_cut),
        cmocka_unit_test(numbers_are_digits_alone),
        cmocka_unit_test(keys_have_a_shape),
        cmocka_unit_test(utf8_at_its_boundaries),
        cmocka_unit_test(utf8_reads_every_point),
        cmocka_unit_test(utf8_counts_leading_bytes),
        cmocka_unit_test(hidden_points_are_known),
        cmocka_unit_test(buffers_grow),
        cmocka_unit_test(buffers_fail_for_good),
        cmocka_unit_test(numbers_are_written),
        cmocka_unit_test(strangers_text_is_made_harmless),
        cmocka_unit_test(arenas_hand_out_zeroed_aligned_bytes),
        cmocka_unit_test(arenas_refuse_what_cannot_be),
        cmocka_unit_test(rooms_grow_and_keep),
        cmocka_unit_test(maps_keep_many_keys),
        cmocka_unit_test(maps_tell_equal_hashes_apart),
        cmocka_unit_test(sorting_is_stable),
        cmocka_unit_test(nearest_names_are_found),
        cmocka_unit_test(the_first_of_equals_wins),
        cmocka_unit_test(places_count_lines_and_points),
        cmocka_unit_test(excerpts_show_one_line),
        cmocka_unit_test(digests_are_sha256),
        cmocka_unit_test(bits_are_a_set),
        cmocka_unit_test(every_template_is_filled),
        cmocka_unit_test(facts_stand_in_the_sentence),
        cmocka_unit_test(tables_speak_both_languages),
        cmocka_unit_test(findings_are_sorted_by_place),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
