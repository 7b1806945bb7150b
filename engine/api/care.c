/* Copies of the store: made, and put back. */
#include "api/desk.h"
#include "baku_case.h"

static enum baku_status answer_copy(struct desk *desk, const char *file)
{
    struct report report = {0};
    struct store_head head;
    json_t *document = json_object();
    enum baku_status status = desk_check(desk, store_head(desk->store, &head));
    if (status != BAKU_YES) {
        json_decref(document);
        return status;
    }
    put(&report, document, "file", json_text(text_of(file)));
    put(&report, document, "events", json_integer(head.seq));
    return answer_with(desk->baku, desk->answer, &report, document, BAKU_YES);
}

/* A copy of the store that the desk has open, in a new file. */
static enum baku_status copy_to(struct desk *desk, const char *file)
{
    enum store_status made = store_backup(desk->store, file);
    if (made == STORE_TAKEN)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_FILE_THERE, (struct error_facts){.name = text_of(file)});
    if (made == STORE_JOURNAL)
        return desk_error(desk, BAKU_FAILED, ERROR_STORE_JOURNAL, (struct error_facts){.name = text_of(file)});
    enum baku_status status = desk_check(desk, made);
    return status == BAKU_YES ? answer_copy(desk, file) : status;
}

enum baku_status baku_backup(struct baku *baku, const char *file, struct baku_answer *answer)
{
    struct desk desk;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    return desk_close(&desk, status == BAKU_YES ? copy_to(&desk, file) : status);
}

/* The copy is opened as if it were the handle's store, and copied to where that is. */
enum baku_status baku_restore(struct baku *baku, const char *file, struct baku_answer *answer)
{
    struct desk desk;
    const char *own = baku->store_path;
    store_close(baku->store);
    baku->store = NULL;
    baku->store_path = file;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = copy_to(&desk, own);
    status = desk_close(&desk, status);
    store_close(baku->store);
    baku->store = NULL;
    baku->store_path = own;
    return status;
}
