/* Copies of the store: made, and put back. */
#include <errno.h>

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

static enum error error_of_place(enum store_status status, int system)
{
    if (status == STORE_TAKEN)
        return ERROR_FILE_THERE;
    if (status == STORE_FULL)
        return ERROR_STORE_FULL;
    if (status == STORE_JOURNAL)
        return ERROR_STORE_JOURNAL;
    if (system == ENOENT || system == ENOTDIR)
        return ERROR_COPY_NO_FOLDER;
    if (system == EISDIR || system == EINVAL)
        return ERROR_COPY_NO_FILE;
    return status == STORE_READ_ONLY ? ERROR_COPY_READ_ONLY : ERROR_COPY_FAILED;
}

/* The new file is to blame, not the store. */
static enum baku_status answer_place(struct desk *desk, enum store_status status, const char *file)
{
    struct buf code = BUF_INIT;
    enum error error = error_of_place(status, store_why(desk->store).system);
    bool names_nothing = error == ERROR_FILE_THERE || error == ERROR_COPY_NO_FILE;
    buf_number(&code, store_why(desk->store).system);
    struct error_facts facts = {.name = text_of(file), .other = buf_view(&code)};
    enum baku_status result = desk_error(desk, names_nothing ? BAKU_UNKNOWN : BAKU_FAILED, error, facts);
    buf_release(&code);
    return result;
}

/* A copy of the store that the desk has open, in a new file. */
static enum baku_status copy_to(struct desk *desk, const char *file)
{
    enum store_status made = store_backup(desk->store, file);
    if (made != STORE_OK && made != STORE_MEMORY && store_why(desk->store).path.at == file)
        return answer_place(desk, made, file);
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
    baku->store_is_copy = true;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = copy_to(&desk, own);
    status = desk_close(&desk, status);
    store_close(baku->store);
    baku->store = NULL;
    baku->store_path = own;
    baku->store_is_copy = false;
    return status;
}
