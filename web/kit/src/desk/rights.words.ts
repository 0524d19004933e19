import { words } from "../words.ts";

export const roleWords = words({
  owner: ["店主", "Owner"],
  operations: ["运营", "Operations"],
  manager: ["店长", "Store manager"],
  guide: ["导购", "Guide"],
  service: ["客服", "Service"],
  auditor: ["审计", "Auditor"],
  integrator: ["接口", "Integrator"],
});

export const rightWords = words({
  refused: ["没有权限", "Not in your role"],
  lacks: [(right: string) => `您的角色没有这项权限：${right}。`, (right: string) => `Your role lacks this right: ${right}.`],
  heldBy: [(roles: string) => `有这项权限的角色：${roles}。请店主调整。`, (roles: string) => `Roles that have it: ${roles}. Ask the owner.`],
  and: ["、", ", "],
  "access.self": ["管理自己的账号", "Keep the own account"],
  "approvals.decide": ["批准或退回申请", "Decide approvals"],
  "approvals.limits": ["设定审批限额", "Set approval limits"],
  "approvals.read": ["查看审批", "See approvals"],
  "audit.read": ["查看操作记录", "Read the audit"],
  "behaviour.identify": ["认定行为属于谁（仅限服务器）", "Say whose events are (servers only)"],
  "behaviour.write": ["写入行为事件", "Write behaviour events"],
  "catalog.edit": ["修改商品与价格", "Edit products and prices"],
  "catalog.read": ["查看商品", "See products"],
  "checkout.cancel": ["取消订单", "Cancel orders"],
  "checkout.claim": ["补登小票", "Claim receipts"],
  "checkout.order": ["开单、发货", "Sell and ship"],
  "checkout.price": ["自带价格开单", "Sell at prices of its own"],
  "checkout.quote": ["试算价格", "Quote prices"],
  "checkout.read": ["查看订单", "See orders"],
  "checkout.return": ["办理退货", "Take returns"],
  "connect.export": ["导出数据", "Export data"],
  "connect.import": ["导入数据", "Import data"],
  "connect.read": ["查看导入与表格", "See imports and sheets"],
  "coupons.codes": ["下载券码", "Take coupon codes along"],
  "coupons.issue": ["发放优惠券", "Issue coupons"],
  "coupons.read": ["查看优惠券", "See coupons"],
  "coupons.redeem": ["核销优惠券", "Redeem coupons"],
  "coupons.void": ["作废优惠券", "Void coupons"],
  "desk.read": ["查看首页与名单", "See home and lists"],
  "health.read": ["查看系统状态", "See the system's state"],
  "jobs.edit": ["重试或放弃任务", "Retry or dismiss jobs"],
  "jobs.read": ["查看任务", "See jobs"],
  "keys.edit": ["新建与停用接口密钥", "Make and revoke API keys"],
  "keys.read": ["查看接口密钥", "See API keys"],
  "lake.export": ["更新数据湖", "Bring the lake to now"],
  "lake.read": ["查看数据湖", "See the lake"],
  "members.children": ["查看孩子姓名", "Open children's names"],
  "members.edit": ["修改会员资料", "Edit members"],
  "members.enrol": ["登记会员", "Enrol members"],
  "members.erase": ["清除个人信息", "Erase personal data"],
  "members.export": ["导出个人信息", "Export personal data"],
  "members.merge": ["合并会员", "Merge members"],
  "members.read": ["查看会员", "See members"],
  "members.reveal": ["查看完整手机号", "Reveal phones"],
  "members.tag": ["给会员打标签", "Tag members"],
  "models.edit": ["设定会员价值模型", "Set the models of member value"],
  "models.read": ["查看会员价值模型", "Read the models of member value"],
  "messages.read": ["查看本机发件箱", "Read the local outbox"],
  "metrics.read": ["读取运行指标", "Read metrics"],
  "notes.read": ["查看会员备注与待办", "See notes and to-dos"],
  "notes.remove": ["删除别人写的备注", "Remove others' notes"],
  "notes.write": ["写会员备注与待办", "Write notes and to-dos"],
  "points.adjust": ["调整积分", "Adjust points"],
  "points.post": ["记积分", "Post points"],
  "points.read": ["查看积分", "See points"],
  "points.report": ["查看积分负债", "See points liability"],
  "points.transfer": ["转让积分", "Transfer points"],
  "programme.edit": ["编辑方案草稿", "Edit programme drafts"],
  "programme.publish": ["发布方案", "Publish programmes"],
  "programme.read": ["查看方案", "See the programme"],
  "reports.members": ["查看报表背后的会员", "See the members behind a report"],
  "reports.read": ["查看报表", "Read reports"],
  "segments.edit": ["编辑人群", "Edit segments"],
  "segments.read": ["查看人群", "See segments"],
  "promotions.read": ["查看活动", "See promotions"],
  "promotions.simulate": ["模拟方案", "Simulate programmes"],
  "settings.read": ["查看系统设置", "See settings"],
  "staff.edit": ["邀请与停用员工", "Invite and disable staff"],
  "staff.read": ["查看员工", "See staff"],
  "stores.edit": ["修改门店", "Edit stores"],
  "stores.read": ["查看门店", "See stores"],
  "tiers.claim": ["领取等级礼", "Claim tier gifts"],
  "tiers.edit": ["调整等级", "Set tiers"],
  "tiers.read": ["查看等级", "See tiers"],
});

export type RoleName = keyof typeof roleWords.zh;
type RightName = Exclude<keyof typeof rightWords.zh, "refused" | "lacks" | "heldBy" | "and">;

/** Tell whether a role is one that people or keys have here. */
export function isRole(name: string): name is RoleName {
  return name in roleWords.zh;
}

/** Tell whether a right has a name in words. */
export function isRight(name: string): name is RightName {
  return name.includes(".") && name in rightWords.zh;
}
