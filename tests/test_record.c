/* What the log says besides its envelope: one record has one encoding, and strangers' bytes are read safely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/number.h"
#include "model/record.h"

static const uint16_t documents[] = {0, 3, 4, 999};
static const uint16_t waived[] = {7};
static const struct content contents[] = {{.document = 0, .size = 12},
                                          {.document = 4, .file = true, .judged = true, .size = 8388608}};

/* A record of that kind with something in each of its parts. */
static struct record record_of(int32_t kind)
{
    int parts = record_parts(kind);
    struct record record = {.kind = kind};
    if (parts & RECORD_B) {
        int own = event_parts(kind);
        record.event = (struct event){.kind = (enum event_kind)kind, .depth = 2, .at = -5};
        record.event.step = own & PART_S ? 300 : 0;
        record.event.answer = own & PART_A ? ANSWER_TIDAK : ANSWER_NONE;
        record.event.choice = own & PART_C ? 1 : 0;
        if (own & PART_D)
            record.event.documents = (struct documents){documents, 4};
        if (own & PART_W)
            record.event.waived = (struct documents){waived, 1};
    }
    record.revision = parts & RECORD_R ? 17 : 0;
    record.person = parts & RECORD_P ? 1000 : 0;
    record.actor = parts & RECORD_G ? TEXT("verifikator") : (struct text){0};
    record.region = parts & RECORD_G ? TEXT("kaltim") : (struct text){0};
    record.sop = parts & RECORD_S ? TEXT("kaltim/hilang") : (struct text){0};
    if (parts & RECORD_D)
        memset(record.digest.bytes, 0xA5, DIGEST_SIZE);
    record.from = parts & RECORD_F ? -1 : 0;
    record.erased_seq = parts & RECORD_E ? INT64_MAX : 0;
    record.erased_nth = parts & RECORD_E ? 2 : 0;
    if (parts & RECORD_C) {
        record.contents = contents;
        record.n_contents = 2;
    }
    record.said = parts & RECORD_U ? SAID_KEY | SAID_NOTE : 0;
    return record;
}

static void for_each_kind(void (*check)(int32_t kind, struct text bytes))
{
    static const int32_t kinds[] = {
#define RECORD(name, number, parts, meaning) RECORD_##name,
#include "model/records.def"
#undef RECORD
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct buf bytes = BUF_INIT;
        struct record record = record_of(kinds[i]);
        record_encode(&bytes, &record);
        assert_false(bytes.failed);
        check(kinds[i], buf_view(&bytes));
        buf_release(&bytes);
    }
}

/* Bytes that are read are written back as they were. */
static enum event_verdict read_back(int32_t kind, struct text bytes)
{
    struct arena arena = ARENA_INIT;
    struct buf again = BUF_INIT;
    struct record record;
    enum event_verdict verdict = record_decode(kind, bytes, &arena, &record);
    if (verdict == EVENT_OK) {
        record_encode(&again, &record);
        assert_int_equal(again.len, bytes.len);
        assert_memory_equal(again.at, bytes.at, bytes.len);
    }
    buf_release(&again);
    arena_release(&arena);
    return verdict;
}

static void comes_back(int32_t kind, struct text bytes)
{
    struct arena arena = ARENA_INIT;
    struct record record, made = record_of(kind);
    assert_int_equal(read_back(kind, bytes), EVENT_OK);
    assert_int_equal(record_decode(kind, bytes, &arena, &record), EVENT_OK);
    assert_int_equal(record.kind, kind);
    assert_int_equal(record.event.step, made.event.step);
    assert_int_equal(record.revision, made.revision);
    assert_int_equal(record.person, made.person);
    assert_true(text_eq(record.actor, made.actor) && text_eq(record.region, made.region));
    assert_true(text_eq(record.sop, made.sop));
    assert_true(digest_eq(&record.digest, &made.digest));
    assert_true(record.from == made.from && record.erased_seq == made.erased_seq);
    assert_int_equal(record.erased_nth, made.erased_nth);
    assert_int_equal(record.said, made.said);
    assert_int_equal(record.n_contents, made.n_contents);
    for (uint16_t i = 0; i < record.n_contents; i++) {
        assert_int_equal(record.contents[i].document, contents[i].document);
        assert_int_equal(record.contents[i].file, contents[i].file);
        assert_int_equal(record.contents[i].judged, contents[i].judged);
        assert_true(record.contents[i].size == contents[i].size);
    }
    arena_release(&arena);
}

static void is_refused_when_cut(int32_t kind, struct text bytes)
{
    char longer[400];
    for (size_t len = 0; len < bytes.len; len++) {
        char *exact = malloc(len + 1); /* so that a byte too far is noticed */
        memcpy(exact, bytes.at, len);
        assert_int_equal(read_back(kind, (struct text){exact, len}), EVENT_MALFORMED);
        free(exact);
    }
    memcpy(longer, bytes.at, bytes.len);
    longer[bytes.len] = 0;
    assert_int_equal(read_back(kind, (struct text){longer, bytes.len + 1}), EVENT_MALFORMED);
}

static void is_read_safely_when_changed(int32_t kind, struct text bytes)
{
    size_t refused = 0;
    char *changed = malloc(bytes.len);
    for (size_t i = 0; i < bytes.len; i++)
        for (int value = 0; value < 256; value++) {
            memcpy(changed, bytes.at, bytes.len);
            changed[i] = (char)value;
            refused += read_back(kind, (struct text){changed, bytes.len}) == EVENT_MALFORMED;
        }
    assert_true(refused >= 255); /* the version alone */
    free(changed);
}

static void every_kind_comes_back(void **state)
{
    (void)state;
    for_each_kind(comes_back);
}

static void what_is_cut_or_longer_is_refused(void **state)
{
    (void)state;
    for_each_kind(is_refused_when_cut);
}

static void what_was_changed_is_read_safely(void **state)
{
    (void)state;
    for_each_kind(is_read_safely_when_changed);
}

static void payloads_stand_in_their_order(void **state)
{
    struct record record = {.said = SAID_TITLE | SAID_NOTE | SAID_NAME, .contents = contents, .n_contents = 2};
    (void)state;
    assert_int_equal(record_payloads(&record), 5);
    assert_int_equal(record_said_at(&record, SAID_TITLE), 0);
    assert_int_equal(record_said_at(&record, SAID_NOTE), 1);
    assert_int_equal(record_said_at(&record, SAID_NAME), 2);
    assert_int_equal(record_content_at(&record, 1), 4);
}

static void other_kinds_are_refused(void **state)
{
    struct arena arena = ARENA_INIT;
    struct record record;
    (void)state;
    assert_int_equal(record_parts(0), -1);
    assert_int_equal(record_parts(10), -1);
    assert_int_equal(record_decode(10, TEXT("\1"), &arena, &record), EVENT_MALFORMED);
    assert_false(record_is_folded(0) || record_is_folded(RECORD_MOVED) || record_is_folded(-1));
    assert_true(record_is_folded(RECORD_STARTED) && record_is_folded(RECORD_ENDED));
    arena_release(&arena);
}

static void numbers_have_one_form(void **state)
{
    static const uint64_t values[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, INT64_MAX, UINT64_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct buf bytes = BUF_INIT;
        number_put(&bytes, values[i]);
        number_put_signed(&bytes, (int64_t)values[i]);
        struct number_reader reader = number_reader_of(buf_view(&bytes));
        assert_true(number_get(&reader, UINT64_MAX) == values[i]);
        assert_true(number_get_signed(&reader) == (int64_t)values[i]);
        assert_true(number_read_all(&reader));
        reader = number_reader_of(buf_view(&bytes));
        assert_true(values[i] == 0 || (number_get(&reader, values[i] - 1) == 0 && reader.bad));
        buf_release(&bytes);
    }
    static const struct text bad[] = {
        {"\x80\x00", 2}, {"\x80", 1}, {"", 0}, {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct number_reader reader = number_reader_of(bad[i]);
        number_get(&reader, UINT64_MAX);
        assert_true(reader.bad);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_comes_back),           cmocka_unit_test(what_is_cut_or_longer_is_refused),
        cmocka_unit_test(what_was_changed_is_read_safely), cmocka_unit_test(payloads_stand_in_their_order),
        cmocka_unit_test(other_kinds_are_refused),         cmocka_unit_test(numbers_have_one_form),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
