/* What is done with a case: the public calls, each one act on the one road. */
#include "api/perform.h"

enum baku_status baku_case_start(struct baku *baku, const char *sop, const struct baku_deed *deed,
                                 struct baku_answer *answer)
{
    return perform(baku, &(struct act){.kind = COMMAND_START, .sop = sop, .deed = deed}, answer);
}

enum baku_status baku_case_do(struct baku *baku, const char *id, const char *step, const struct baku_deed *deed,
                              struct baku_answer *answer)
{
    return perform(baku, &(struct act){.kind = COMMAND_COMPLETE, .id = id, .step = step, .deed = deed}, answer);
}

enum baku_status baku_case_give(struct baku *baku, const char *id, const struct baku_deed *deed,
                                struct baku_answer *answer)
{
    return perform(baku, &(struct act){.kind = COMMAND_HAND, .id = id, .deed = deed}, answer);
}

enum baku_status baku_case_expire(struct baku *baku, const char *id, const char *step, const struct baku_deed *deed,
                                  struct baku_answer *answer)
{
    return perform(baku, &(struct act){.kind = COMMAND_EXPIRE, .id = id, .step = step, .deed = deed}, answer);
}

enum baku_status baku_case_cancel(struct baku *baku, const char *id, const struct baku_deed *deed,
                                  struct baku_answer *answer)
{
    return perform(baku, &(struct act){.kind = COMMAND_CANCEL, .id = id, .deed = deed}, answer);
}
