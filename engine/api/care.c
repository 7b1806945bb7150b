/* Care of the store: copies, and what a doctor looks at. */
#include "api/desk.h"
#include "baku_case.h"
#include "world/clock.h"

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

/* --- the doctor --- */

enum { LEAST_FREE = 100 << 20, CLOCK_SLACK = 60 * 1000 };

static void add_problem(struct desk *desk, struct report *report, json_t *problems, const char *const words[LANG_COUNT],
                        struct text what)
{
    struct buf problem = BUF_INIT;
    buf_string(&problem, words[desk->baku->lang]);
    buf_shown(&problem, what, 200);
    append(report, problems, json_buffer(report, &problem));
}

static json_t *find_problems(struct desk *desk, struct report *report, const struct store_health *health)
{
    static const char *const unsound[] = {"isinya rusak; pulihkan cadangan terakhir dengan baku restore: ",
                                          "it is damaged; restore the last backup with baku restore: "};
    static const char *const setting[] = {"setelan yang tidak berlaku: ", "a setting that does not hold: "};
    static const char *const space[] = {"tempat di disk tinggal sedikit (kurang dari 100 MiB)",
                                        "little room is left on the disk (less than 100 MiB)"};
    static const char *const clock[] = {
        "jam komputer ini lebih awal daripada kejadian terakhir; setel jamnya, kejadian baru dicatat dengan waktu "
        "terakhir",
        "this computer's clock is before the last event; set it right, new events are recorded with the last time"};
    json_t *problems = json_array();
    int64_t room = disk_free(desk->baku->store_path);
    if (!health->sound)
        add_problem(desk, report, problems, unsound, health->complaint);
    if (health->settings.len)
        add_problem(desk, report, problems, setting, health->settings);
    if (room >= 0 && room < LEAST_FREE)
        add_problem(desk, report, problems, space, (struct text){0});
    if (clock_now() + CLOCK_SLACK < health->at)
        add_problem(desk, report, problems, clock, (struct text){0});
    return problems;
}

static enum baku_status examine(struct desk *desk)
{
    struct report report = {0};
    struct store_health health;
    enum baku_status status = desk_check(desk, store_examine(desk->store, &health, &desk->arena));
    if (status != BAKU_YES)
        return status;
    json_t *document = json_object(), *problems = find_problems(desk, &report, &health);
    bool fine = json_array_size(problems) == 0;
    put(&report, document, "store", json_text(text_of(desk->baku->store_path)));
    put(&report, document, "sound", json_boolean(health.sound));
    put(&report, document, "events", json_integer(health.seq));
    put(&report, document, "at", health.seq ? json_moment_at(&report, health.at, 0) : json_null());
    put(&report, document, "bytes", json_integer(health.bytes));
    put(&report, document, "free_bytes", json_integer(disk_free(desk->baku->store_path)));
    put(&report, document, "problems", problems);
    return answer_with(desk->baku, desk->answer, &report, document, fine ? BAKU_YES : BAKU_NO);
}

enum baku_status baku_doctor(struct baku *baku, struct baku_answer *answer)
{
    struct desk desk;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    return desk_close(&desk, status == BAKU_YES ? examine(&desk) : status);
}
