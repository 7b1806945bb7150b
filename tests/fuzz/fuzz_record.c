/* libFuzzer target: a stranger's bytes as what an event of the log says. The first byte is the kind.
 *
 * What decodes must encode to the same bytes, its payloads are counted alike everywhere, and no beginning of it is a
 * record as well. */
#include "base/must.h"
#include "model/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const struct record *record, struct text bytes)
{
    struct buf again = BUF_INIT;
    record_encode(&again, record);
    must(!again.failed && text_eq(buf_view(&again), bytes));
    buf_release(&again);
    size_t said = 0;
    for (unsigned bit = 1; bit <= SAID_ALL; bit <<= 1)
        if (record->said & bit)
            must(record_said_at(record, (enum said)bit) == said++);
    for (uint16_t i = 0; i < record->n_contents; i++)
        must(record_content_at(record, i) == said + i && record->contents[i].size >= 0);
    must(record_payloads(record) == said + record->n_contents);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct text bytes = size ? (struct text){(const char *)data + 1, size - 1} : (struct text){0};
    struct record record, shorter;
    int64_t kind = size ? data[0] : 0;
    if (record_decode(kind, bytes, &arena, &record) == EVENT_OK) {
        check_record(&record, bytes);
        for (size_t less = 1; less <= bytes.len && less < 40; less++)
            must(record_decode(kind, (struct text){bytes.at, bytes.len - less}, &arena, &shorter) != EVENT_OK);
    }
    arena_release(&arena);
    return 0;
}
